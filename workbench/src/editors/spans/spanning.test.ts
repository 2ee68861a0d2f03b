import { beforeEach, expect, test } from "vitest";
import type { Task } from "../../api/types";
import type { Turn } from "../../domain/work";
import { Answering } from "../answering/answering";
import { markedTexts, Spanning, type Marked } from "./spanning";

const TASK: Task = { name: "personal", question: "?", kind: "spans", labels: [{ id: "name" }], required: true, subjective: false, per: "conversation" };
const turn = (position: number, text: string | null): Turn => ({ position, speaker: null, channel: null, text, start: null, end: null, target: false });
const turns = [turn(3, "I am Ana"), turn(4, null), turn(5, "and I am Ben")];
let spanning: Spanning;
const select = (marked: Marked | undefined, start: number, end: number) => {
  if (!marked) throw new Error("no such text");
  spanning.enter(marked);
  marked.selection.sweep({ start, end }, false);
};

beforeEach(() => {
  spanning = new Spanning(new Answering([TASK]), TASK, markedTexts({ turns }, null));
});

test("in a whole conversation a mark says which turn it lies in", () => {
  select(spanning.at(5), 9, 12);
  spanning.mark("name");

  expect(spanning.spans).toEqual([{ start: 9, end: 12, label: "name", track: "5" }]);
});

test("of one turn that is asked about it does not have to", () => {
  const one = markedTexts({ turns }, { position: 3 });

  expect(one.map(({ position, track }) => [position, track])).toEqual([[3, null]]);
});

test("something is selected in one text at a time", () => {
  select(spanning.at(3), 0, 4);
  select(spanning.at(5), 0, 3);

  expect(spanning.at(3)?.selection.selected.get().range).toBeNull();
});

test("removing the marks on a selection leaves those of other turns", () => {
  for (const position of [3, 5]) {
    select(spanning.at(position), 0, 3);
    spanning.mark("name");
  }
  spanning.unmarkSelected();

  expect(spanning.spans.map(({ track }) => track)).toEqual(["3"]);
});

test("the texts are walked through without falling off", () => {
  expect(spanning.beside(1)?.position).toBe(3);
  select(spanning.at(3), 0, 1);
  expect(spanning.beside(-1)).toBeUndefined();
  expect(spanning.beside(1)?.position).toBe(5);
});
