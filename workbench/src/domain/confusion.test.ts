import { expect, test } from "vitest";
import type { Estimate } from "../api/types";
import { confusedLabels, square, withLabels, type Confusion } from "./confusion";

const share: Estimate = { value: 0.5, low: 0.4, high: 0.6, level: 0.95, n: 10, over: "items", measure: "share/1", undefined: null };
const pair = (a: string, b: string, pairs: number): Confusion => ({ labels: [a, b], pairs, share, against_chance: null });
const all = [pair("x", "y", 10), pair("z", "x", 1)];

test("the square is the same along both sides of its diagonal, and empty on it", () => {
  const cells = square(all, ["x", "y", "z"]);
  for (const [row, line] of cells.entries()) {
    expect(line[row]?.confusion).toBeNull();
    for (const [column, cell] of line.entries()) expect(cell.confusion).toBe(cells[column]?.[row]?.confusion);
  }
});

test("what happens most is darkest, and what happens at all is seen", () => {
  const cells = square(all, ["x", "y", "z"]);

  expect(cells[0]?.map(({ shade }) => shade)).toEqual([0, 5, 1]);
});

test("labels stand in the scheme's order, and of too many the least confused are left out", () => {
  expect(confusedLabels(all, ["z", "y", "x"], 9)).toEqual(["z", "y", "x"]);
  expect(confusedLabels(all, ["z", "y", "x"], 2)).toEqual(["y", "x"]);
  expect(confusedLabels([pair("b", "a", 1)], [], 9)).toEqual(["a", "b"]);
});

test("behind a pair lie the items to which both were given", () => {
  const disputed = [{ item: "1", text: null, answers: { x: 2, y: 1 } }, { item: "2", text: null, answers: { x: 2, z: 1 } }];

  expect(withLabels(disputed, ["x", "y"]).map(({ item }) => item)).toEqual(["1"]);
  expect(withLabels(disputed, [])).toHaveLength(2);
});
