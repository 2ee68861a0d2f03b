import { expect, test } from "vitest";
import { litAt, widened } from "./lit";
import type { Turn } from "../../domain/work";

const turn = (start: number | null, end: number | null): Turn => ({ position: 0, speaker: null, channel: null, text: "", start, end, target: false });

test("of turns at once the one that began last is lit, and none in a silence", () => {
  const turns = [turn(0, 10), turn(4, 6), turn(null, null)];

  expect([2, 5, 6, 10].map((time) => litAt(turns, time))).toEqual([0, 1, 0, -1]);
});

test("what was in view once stays in the account", () => {
  expect(widened(widened({ first: 3, last: 9 }, { first: 7, last: 12 }), { first: 1, last: 2 })).toEqual({ first: 1, last: 12 });
  const before = { first: 1, last: 9 };
  expect(widened(before, { first: 2, last: 3 })).toBe(before);
});
