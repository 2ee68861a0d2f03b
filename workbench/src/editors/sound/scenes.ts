/** What a waveform shows of a conversation: its turns, and the segments of one or several answers. */

import { keyOf, shown } from "../../domain/labels";
import { laneIndex, type Lane } from "../../domain/lanes";
import { spokenOver, type Segment } from "../../domain/segments";
import type { Conversation } from "../../domain/work";
import type { Label } from "../../api/types";
import type { Drawn, Scene } from "../waveform/scene";

interface Shown {
  conversation: Conversation;
  lanes: readonly Lane[];
  segments: readonly Segment[];
  labels: readonly Label[];
  selected: string | null;
  editable: boolean;
}

/** One set of segments in the lanes of their speakers, over the turns. */
export function sceneOf({ conversation, lanes, segments, labels, selected, editable }: Shown): Scene {
  return {
    seconds: conversation.seconds ?? 0, lanes, selected, editable,
    segments: segments.map((segment) => drawn(segment, laneIndex(lanes, segment), labels)),
    turns: turnsOf(conversation, lanes),
    over: spokenOver(segments),
  };
}

export function turnsOf({ turns }: Conversation, lanes: readonly Lane[]): Scene["turns"] {
  return turns.flatMap((turn) => {
    const { start, end, target } = turn;
    return start === null || end === null ? [] : [{ start, end, target, lane: laneIndex(lanes, turn) }];
  });
}

function drawn(segment: Segment, lane: number, labels: readonly Label[]): Drawn {
  const place = labels.findIndex(({ id }) => id === segment.label);
  const label = labels[place];
  const name = label ? `${keyOf(place) ?? ""} ${shown(label)}`.trim() : "";
  return { segment, lane, colour: place >= 0 ? place : lane, caption: [name, segment.text].filter(Boolean).join(" · ") };
}
