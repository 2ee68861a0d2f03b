import { expect, test } from "vitest";
import type { Task } from "../api/types";
import { cleaned, idFrom, labelsFor, nextClause, troubles } from "./guideline";

const task = (more: Partial<Task> = {}): Task => ({
  name: "intent", question: "", kind: "category", labels: [{ id: "a" }, { id: "b" }], required: true, subjective: false, per: "turn", ...more,
});
const said = (tasks: Task[]) => troubles({ clauses: [], tasks }).map(({ where, text }) => `${where}: ${text}`);

test("a whole guideline has no troubles", () => {
  expect(troubles({ clauses: [{ id: "1", text: "x" }], tasks: [task()] })).toEqual([]);
});

test("what cannot be published is told with its place", () => {
  expect(said([])).toEqual(["tasks: There is no task yet: add the first question."]);
  expect(said([task({ labels: [{ id: "a" }] })])).toEqual(["task intent: It needs at least two labels."]);
  expect(said([task(), task()])).toEqual(["tasks: Two tasks have the name intent: give each its own."]);
  expect(said([task({ labels: [{ id: "a" }, { id: "a" }] })])).toEqual(["task intent: Two labels have the id a: give each its own."]);
  expect(said([task({ kind: "transcript" })])).toEqual(["task intent: A text takes no labels."]);
});

test("an id is made from a name in any script, and never twice", () => {
  expect(idFrom("Réserver un vol!", [])).toBe("reserver-un-vol");
  expect(idFrom("退款", [])).toBe("退款");
  expect(idFrom("शिकायत", [])).toBe("शिकायत");
  expect(idFrom("Refund", ["refund", "refund-2"])).toBe("refund-3");
  expect(idFrom("…", [])).toBe("label");
});

test("the next clause follows the highest number", () => {
  expect(nextClause([{ id: "3.1", text: "" }, { id: "A", text: "" }])).toBe("4");
  expect(nextClause([])).toBe("1");
});

test("another kind of question brings the labels it can have", () => {
  expect(labelsFor("transcript", [{ id: "a" }])).toEqual([]);
  expect(labelsFor("preference", []).map(({ id }) => id)).toEqual(["a", "b", "tie"]);
  expect(labelsFor("scale", [{ id: "a" }])).toEqual([{ id: "a" }]);
});

test("what is sent has no blanks around it", () => {
  const { tasks } = cleaned({ clauses: [], tasks: [task({ labels: [{ id: " a ", name: "  " }] })] });
  expect(tasks[0]?.labels).toEqual([{ id: "a", name: null }]);
});
