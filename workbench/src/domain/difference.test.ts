import { expect, test } from "vitest";
import type { Task } from "../api/types";
import { difference } from "./difference";

const task = (name: string, more: Partial<Task> = {}): Task => ({
  name, question: "", kind: "category", labels: [{ id: "a" }, { id: "b" }], required: true, subjective: false, per: "turn", ...more,
});
const brief = (before: Task[], after: Task[]) =>
  difference({ clauses: [], tasks: before }, { clauses: [], tasks: after }).map(({ what, id, change, field }) => [what, id, change, field]);

test("a guideline does not differ from itself", () => {
  const content = { clauses: [{ id: "1", text: "x" }], tasks: [task("intent")] };
  expect(difference(content, content)).toEqual([]);
});

test("clauses come, go and change by their id", () => {
  const before = { clauses: [{ id: "1", text: "old" }, { id: "2", text: "gone" }], tasks: [] };
  const after = { clauses: [{ id: "1", text: "new" }, { id: "3", text: "came" }], tasks: [] };

  expect(difference(before, after).map(({ id, change }) => [id, change])).toEqual([["1", "changed"], ["3", "added"], ["2", "removed"]]);
});

test("a renamed label is a change of its name, never a new label", () => {
  expect(brief([task("t")], [task("t", { labels: [{ id: "a", name: "A better name" }, { id: "b" }] })])).toEqual([["label", "a", "changed", "name"]]);
});

test("another order of the labels is told, since on a scale it changes what they mean", () => {
  expect(brief([task("t")], [task("t", { labels: [{ id: "b" }, { id: "a" }] })])).toEqual([["task", "t", "moved", "labels"]]);
});

test("labels of a new task are not told one by one", () => {
  expect(brief([], [task("t")])).toEqual([["task", "t", "added", null]]);
});
