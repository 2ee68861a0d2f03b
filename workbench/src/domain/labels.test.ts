import { expect, test } from "vitest";
import { fitsInRow, lookOf } from "./labels";

test("no two labels of a scheme are drawn alike", () => {
  const looks = Array.from({ length: 150 }, (_, index) => JSON.stringify(lookOf(index)));

  expect(new Set(looks).size).toBe(150);
});

test("the first eight are plain colours", () => {
  expect(Array.from({ length: 8 }, (_, index) => lookOf(index))).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((colour) => ({ colour, pattern: 0, number: null })));
});

test("labels stand in a row as long as their longest words fit beside each other", () => {
  const of = (...names: string[]) => names.map((id) => ({ id }));

  expect(fitsInRow(of("furious", "dissatisfied", "neutral", "satisfied", "delighted"))).toBe(true);
  expect(fitsInRow(of("not at all likely", "not very likely", "rather likely", "very likely"))).toBe(true);
  expect(fitsInRow(of("Unzufriedenstellend", "Zufriedenstellend", "Hervorragend", "Weltklasse"))).toBe(false);
});
