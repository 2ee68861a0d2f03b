import { useActions } from "../../actions/useActions";
import * as answer from "./actions/answer";
import * as labels from "../labels/actions/press";
import * as segmentEdit from "../segments/actions/edit";
import * as speaker from "../segments/actions/speaker";
import * as walk from "../segments/actions/walk";
import * as spans from "../spans/actions/mark";
import type { Segmenting } from "../segments/segmenting";
import type { Spanning } from "../spans/spanning";
import type { Answering } from "./answering";

const LABELS = [
  labels.label1, labels.label2, labels.label3, labels.label4, labels.label5,
  labels.label6, labels.label7, labels.label8, labels.label9, labels.label0,
];
const ANSWERS = [answer.searchLabels, answer.nextTask, answer.previousTask, answer.writeText, answer.nothingToMark, answer.redo];
const SEGMENTS = [
  segmentEdit.startHere, segmentEdit.endHere, segmentEdit.split, segmentEdit.merge, segmentEdit.remove, segmentEdit.earlier, segmentEdit.later,
  walk.nextSegment, walk.previousSegment, walk.otherEdge, walk.letGo, speaker.laneAbove, speaker.laneBelow,
];
const SPANS = [spans.textBelow, spans.textAbove, spans.enterText, spans.nextWord, spans.previousWord, spans.extendOn, spans.extendBack, spans.removeMarks];
const NONE: never[] = [];

/** The keys for answering, while this component is shown. Those that do not apply to this item are not offered. */
export function useAnswerKeys(answering: Answering | null, spanning: Spanning | null, segmenting: Segmenting | null, searchLabels: () => void): void {
  useActions(answering ? ANSWERS : NONE, { answering, searchLabels, enterField: () => enterField(answering) });
  useActions(answering ? LABELS : NONE, { answering, spanning, segmenting });
  useActions(segmenting ? SEGMENTS : NONE, { segmenting });
  useActions(spanning ? SPANS : NONE, { spanning, enterText: (by) => { if (spanning) enterText(spanning, by); } });
}

function enterText(spanning: Spanning, by: 0 | 1 | -1): void {
  const here = spanning.current.get();
  const wanted = by === 0 && here ? here : spanning.beside(by === -1 ? -1 : 1);
  const all = document.querySelectorAll<HTMLElement>("[data-spans]");
  all[wanted ? spanning.texts.indexOf(wanted) : 0]?.focus();
}

function enterField(answering: Answering | null): void {
  const name = answering?.active.get() ?? "";
  const field = [...document.querySelectorAll<HTMLElement>("[data-answer]")].find((one) => one.dataset["answer"] === name);
  (field ?? document.querySelector<HTMLElement>("[data-segment-text]"))?.focus();
}
