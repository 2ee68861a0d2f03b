import { expect, test } from "vitest";
import type { Task } from "../../api/types";
import type { ReviewedAnswer, ReviewedTask } from "./calls";
import { Judging } from "./judging";

const TASK: Task = { name: "intent", question: "?", kind: "category", labels: [{ id: "a" }, { id: "b" }, { id: "c" }], required: true, subjective: false, per: "turn" };
const given = (annotation: string, letter: string, answer: string): ReviewedAnswer =>
  ({ annotation, letter, answer, comment: null, clauses: [], guideline: 1, name: null });
const REVIEWED: ReviewedTask = { task: "intent", answers: [given("n1", "A", "a"), given("n2", "B", "b")], decision: null };
const own = (judging: Judging, label: string) => {
  judging.own.change(TASK, { shape: "choice", labels: label ? [label] : [] }, "x");
  judging.ownChanged();
};

test("a decision can be taken back until it is sent", async () => {
  const judging = new Judging("i", TASK, REVIEWED);
  judging.accept(0);
  const undo = judging.accept(1);
  await undo?.run();

  expect(judging.body()).toMatchObject({ decision: "accept", annotation: "n1" });
});

test("one's own answer is the decision, and no decision when it is taken away", () => {
  const judging = new Judging("i", TASK, REVIEWED);
  own(judging, "c");
  expect(judging.body()).toEqual({ item: "i", task: "intent", decision: "other", answer: "c" });
  own(judging, "b");
  expect(judging.body()).toMatchObject({ decision: "accept", annotation: "n2" });
  own(judging, "c");
  own(judging, "");
  expect(judging.lacks()).toBe("verdict");
});

test("nothing is sent back without saying why", () => {
  const judging = new Judging("i", TASK, REVIEWED);
  judging.choose({ decision: "return" });
  expect(judging.body()).toBeNull();
  judging.cite("1.1");
  expect(judging.body()).toEqual({ item: "i", task: "intent", decision: "return", clause: "1.1" });
});

test("citing the same clause again cites none", () => {
  const judging = new Judging("i", TASK, REVIEWED);
  judging.cite("1.1");
  judging.cite("1.1");

  expect(judging.state.get().clause).toBeNull();
});

test("a case that was decided opens with its decision", () => {
  const judging = new Judging("i", TASK, { ...REVIEWED, decision: { decision: "other", annotation: null, answer: "c", clause: "2", reason: "cut off" } });

  expect(judging.state.get()).toEqual({ verdict: { decision: "other", answer: "c" }, clause: "2", reason: "cut off" });
  expect(judging.own.draft(TASK)).toEqual({ shape: "choice", labels: ["c"] });
});
