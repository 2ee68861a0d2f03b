import { expect, test } from "vitest";
import { SpanSelection } from "./selection";

const TEXT = "my number is 44-17, thanks";

test("arrows go from word to word, Shift keeps what was before", () => {
  const selection = new SpanSelection(TEXT);
  selection.step(1, false);
  expect(selection.quoted).toBe("my");
  selection.step(1, false);
  selection.step(1, true);
  expect(selection.quoted).toBe("number is");
  selection.step(-1, true);
  selection.step(-1, true);
  expect(selection.quoted).toBe("my number");
});

test("a sweep grows to whole words, or stays exact", () => {
  const selection = new SpanSelection(TEXT);
  selection.sweep({ start: 5, end: 15 }, false);
  expect(selection.quoted).toBe("number is 44");
  selection.sweep({ start: 5, end: 15 }, true);
  expect(selection.quoted).toBe("mber is 44");
});

test("after a sweep the keyboard goes on from there", () => {
  const selection = new SpanSelection(TEXT);
  selection.sweep({ start: 3, end: 9 }, false);
  selection.step(1, true);
  expect(selection.quoted).toBe("number is");
});

test("an empty sweep selects nothing", () => {
  const selection = new SpanSelection(TEXT);
  selection.sweep({ start: 4, end: 4 }, false);
  expect(selection.selected.get().range).toBeNull();
});
