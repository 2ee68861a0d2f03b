import { expect, test } from "vitest";
import { begin, close, redo, take, undo } from "./steps";

test("undo goes back through every step, and redo forward again", () => {
  const steps = [1, 2, 3].reduce((now, value) => take(now, value), begin(0));

  expect(undo(undo(undo(steps))).now).toBe(0);
  expect(redo(redo(redo(undo(undo(undo(steps)))))).now).toBe(3);
});

test("at the ends nothing happens", () => {
  const steps = begin("x");

  expect(undo(steps)).toBe(steps);
  expect(redo(steps)).toBe(steps);
});

test("a new step after undo forgets what was taken back", () => {
  const steps = take(undo(take(begin(0), 1)), 2);

  expect(redo(steps).now).toBe(2);
});

test("typing on is one step until it is closed", () => {
  const typed = ["h", "he", "hel"].reduce((now, text) => take(now, text, "typing"), begin(""));

  expect(undo(typed).now).toBe("");
  expect(undo(take(close(typed), "help", "typing")).now).toBe("hel");
});

test("what changes nothing is no step", () => {
  const steps = begin(1);

  expect(take(steps, 1)).toBe(steps);
});
