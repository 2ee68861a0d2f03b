import { expect, test } from "vitest";
import type { Kind, Label, Task } from "../api/types";
import { choose, emptyDraft, fromAnswers, isAnswered, stillOpen, toAnswers } from "./answers";
import type { Answer } from "./work";

const task = (kind: Kind, labels: string[] = [], more: Partial<Task> = {}): Task =>
  ({ name: kind, question: "?", kind, labels: labels.map((id): Label => ({ id })), required: true, subjective: false, per: "turn", ...more });

test("one label replaces another, the same again takes it away", () => {
  const one = task("category", ["a", "b"]);

  expect(choose(one, ["a"], "b")).toEqual(["b"]);
  expect(choose(one, ["b"], "b")).toEqual([]);
});

test("several labels stand in the scheme's order, whatever order they were chosen in", () => {
  const several = task("categories", ["a", "b", "c"]);

  expect(choose(several, choose(several, [], "c"), "a")).toEqual(["a", "c"]);
});

test("nothing is answered before something is said", () => {
  for (const kind of ["category", "categories", "scale", "spans", "segments", "transcript"] as const) expect(isAnswered(emptyDraft(task(kind)))).toBe(false);
});

test("that there is nothing to mark has to be said", () => {
  expect(isAnswered({ shape: "spans", spans: [], none: true })).toBe(true);
  expect(toAnswers([task("spans")], { spans: { shape: "spans", spans: [], none: true } })).toEqual([{ task: "spans", answer: [] }]);
});

test("that none of several labels applies has to be said, and is an answer", () => {
  const several = task("categories", ["a", "b"]);
  const drafts = fromAnswers([several], [{ task: "categories", answer: [] }]);

  expect(isAnswered(drafts["categories"])).toBe(true);
  expect(toAnswers([several], drafts)).toEqual([{ task: "categories", answer: [] }]);
});

test("a mark without a label keeps an item open, where there are labels", () => {
  const drafts = { spans: { shape: "spans", spans: [{ start: 0, end: 2, label: null, track: null }], none: false } } as const;

  expect(stillOpen([task("spans", ["name"], { required: false })], drafts).map(({ why }) => why)).toEqual(["unlabelled"]);
  expect(stillOpen([task("spans")], drafts)).toEqual([]);
});

test("only required tasks are missing", () => {
  const tasks = [task("category", ["a"]), task("spans", [], { required: false })];

  expect(stillOpen(tasks, {}).map(({ task: { name }, why }) => [name, why])).toEqual([["category", "unanswered"]]);
});

test("answers opened in their editors and read again are the same", () => {
  const answers: [Task, Answer][] = [
    [task("category", ["a"]), "a"], [task("categories", ["a", "b"]), ["a", "b"]], [task("scale"), 3.5], [task("transcript"), "hello"],
    [task("spans", ["n"]), [{ start: 0, end: 4, unit: "char", label: "n" }]], [task("segments"), [{ start: 0, end: 4.25, unit: "s", speaker: "x" }]],
    [task("preference", ["a", "b", "tie"]), "tie"],
  ];
  const tasks = answers.map(([one]) => one);
  const given = answers.map(([{ name }, answer]) => ({ task: name, answer }));

  expect(toAnswers(tasks, fromAnswers(tasks, given))).toEqual(given);
});
