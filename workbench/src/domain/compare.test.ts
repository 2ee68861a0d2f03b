import { expect, test } from "vitest";
import { agree, canonical, companions, differing, disputed, groups } from "./compare";
import type { Mark } from "./work";

const mark = (start: number, end: number, more: Partial<Mark> = {}): Mark => ({ start, end, unit: "s", ...more });

test("the order in which labels or marks were given makes no difference", () => {
  expect(canonical(["b", "a"])).toBe(canonical(["a", "b"]));
  expect(canonical([mark(1, 2), mark(0, 1)])).toBe(canonical([mark(0, 1), mark(1, 2)]));
});

test("a text, a number and a list that look alike are different answers", () => {
  expect(new Set(["3", 3, ["3"]].map(canonical)).size).toBe(3);
});

test("é typed in two ways is one answer", () => {
  expect(agree(["cafe\u0301", "café"])).toBe(true);
});

test("groups and companions do not depend on the names of the labels", () => {
  expect(groups(["x", "y", "x", "z"])).toEqual([0, 1, 0, 2]);
  expect(companions(["x", "y", "x", "z"])).toEqual([1, 0, 1, 0]);
});

test("what all have does not differ", () => {
  const same = mark(0, 1, { label: "a" });

  expect(differing([[same, mark(2, 3)], [same]])).toEqual([[mark(2, 3)], []]);
});

test("disputed stretches are joined, and small shifts of an edge are none", () => {
  const a = [mark(0, 1), mark(5, 6), mark(6, 7)];
  const b = [mark(0.02, 1.01), mark(5.5, 8)];

  expect(disputed([a, b], 0.05)).toEqual([{ start: 5, end: 8 }]);
  expect(disputed([a, a])).toEqual([]);
});
