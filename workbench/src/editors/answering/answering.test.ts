import { expect, test } from "vitest";
import type { Kind, Task } from "../../api/types";
import { Answering } from "./answering";

const task = (name: string, kind: Kind = "category"): Task =>
  ({ name, question: "?", kind, labels: [{ id: "a" }, { id: "b" }], required: true, subjective: false, per: "turn" });
const two = [task("one"), task("two")];
const [one] = two as [Task, Task];
const choice = (label: string) => ({ shape: "choice" as const, labels: [label] });

test("every change can be taken back, in order, and done again", async () => {
  const answering = new Answering(two);
  const undos = ["a", "b"].map((label) => answering.change(one, choice(label), "x"));
  await undos[1]?.run();
  expect(answering.draft(one)).toEqual(choice("a"));

  answering.redo("x");
  expect(answering.draft(one)).toEqual(choice("b"));

  await undos[1]?.run();
  await undos[0]?.run();
  expect(answering.given.answers["one"]).toBeUndefined();
});

test("typing on is taken back as one", () => {
  const answering = new Answering([task("words", "transcript")]);
  const [words] = answering.tasks as [Task];
  const undos = ["h", "hi"].map((text) => answering.change(words, { shape: "text", text }, "x", "typing"));

  expect(undos.map((undo) => undo !== null)).toEqual([true, false]);
});

test("it begins with the first open task and goes on to the next", () => {
  const answering = new Answering(two, { answers: { one: choice("a") }, comment: "", clause: null });
  expect(answering.active.get()).toBe("two");

  const fresh = new Answering(two);
  fresh.goOn();
  expect(fresh.active.get()).toBe("one");
  fresh.change(one, choice("a"), "x");
  fresh.goOn();
  expect(fresh.active.get()).toBe("two");
});

test("stepping through the tasks stops at the ends", () => {
  const answering = new Answering(two);
  answering.step(-1);
  expect(answering.active.get()).toBe("one");
  answering.step(1);
  answering.step(1);
  expect(answering.active.get()).toBe("two");
});
