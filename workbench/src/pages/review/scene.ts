import { disputed, marksOf } from "../../domain/compare";
import { keyOf, shown } from "../../domain/labels";
import { speakersOf, type Lane } from "../../domain/lanes";
import { fromMarks } from "../../domain/segments";
import type { Task } from "../../api/types";
import type { Stretch } from "../../domain/time";
import type { Conversation } from "../../domain/work";
import type { Drawn, Scene } from "../../editors/waveform/scene";
import type { ReviewedAnswer } from "./calls";

/** Edges that are nearer than this are the same for an ear. */
export const SAME_EDGE = 0.05;

/** Where the answers part, in time. */
export function parting(answers: readonly ReviewedAnswer[]): Stretch[] {
  return disputed(answers.map(({ answer }) => answer), SAME_EDGE);
}

/** The answers as lanes over each other: A, B, C, each with its segments; where they part is hatched. */
export function answersScene(conversation: Conversation, task: Task, answers: readonly ReviewedAnswer[]): Scene {
  const lanes = answers.map(({ letter, name }): Lane => ({ id: letter, name: name ? `${letter} ${name}` : letter, speaker: letter, channel: null }));
  const speakers = speakersOf(conversation, answers.flatMap(({ answer }) => fromMarks(marksOf(answer))));
  const segments = answers.flatMap(({ answer }, lane) => fromMarks(marksOf(answer)).map((segment): Drawn => {
    const place = task.labels.findIndex(({ id }) => id === segment.label);
    const label = task.labels[place];
    const name = label ? `${keyOf(place) ?? ""} ${shown(label)}`.trim() : segment.speaker;
    return {
      segment: { ...segment, id: `${lane}:${segment.id}` }, lane, colour: place >= 0 ? place : Math.max(0, speakers.indexOf(segment.speaker ?? "")),
      caption: [name, segment.text].filter(Boolean).join(" · "),
    };
  }));
  return { seconds: conversation.seconds ?? 0, lanes, segments, turns: [], over: parting(answers), selected: null, editable: false };
}
