import { defineAction } from "../../../actions/action";
import type { Answering } from "../../answering/answering";
import { text } from "../../answering/text";
import type { Segmenting } from "../../segments/segmenting";
import type { Spanning } from "../../spans/spanning";
import { labelsOf } from "../ChoiceEditor";
import { pressLabel } from "../press";

export interface Labelling {
  answering: Answering | null;
  spanning: Spanning | null;
  segmenting: Segmenting | null;
}

/** How many label keys the active task takes now. */
function count({ answering, spanning, segmenting }: Labelling): number {
  const task = answering?.task;
  if (!answering || !task) return 0;
  const { shape } = answering.draft(task);
  if (shape === "number") return 10;
  if (shape === "segments") return segmenting ? task.labels.length || segmenting.lanes.length : 0;
  if (shape === "spans") return spanning ? task.labels.length : 0;
  return shape === "choice" ? labelsOf(task).length : 0;
}

function press({ answering, spanning, segmenting }: Labelling, index: number): unknown {
  const task = answering?.task;
  if (!answering || !task) return null;
  const { shape } = answering.draft(task);
  const label = labelsOf(task)[index]?.id;
  if (shape === "number") return answering.change(task, { shape: "number", value: (index + 1) % 10 }, text.numberSet);
  if (shape === "segments" && task.labels.length === 0) return segmenting?.speaker(index);
  if (label === undefined) return null;
  if (shape === "segments") return segmenting?.label(label);
  return shape === "spans" ? spanning?.mark(label) : pressLabel(answering, task, label);
}

const key = (index: number) => {
  const digit = String((index + 1) % 10);
  return defineAction<Labelling>({
    id: `label.${digit}`, name: `Label ${digit}`, group: "Labels", keys: [digit], undo: "step", keyOnly: true,
    available: (context) => index < count(context),
    run: (context) => press(context, index),
  });
};

export const label1 = key(0);
export const label2 = key(1);
export const label3 = key(2);
export const label4 = key(3);
export const label5 = key(4);
export const label6 = key(5);
export const label7 = key(6);
export const label8 = key(7);
export const label9 = key(8);
export const label0 = key(9);
