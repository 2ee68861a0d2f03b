import { expect, test } from "vitest";
import type { Estimate } from "../api/types";
import { figure, place, scaleOver, spoken } from "./estimate";

const estimate = (value: number | null, low: number | null, high: number | null, why: string | null = null): Estimate => ({
  value, low, high, level: 0.95, n: 10, over: "items", measure: "krippendorff_alpha/1", undefined: why,
});

test("estimates beside each other share a scale that holds every interval, in quarters", () => {
  expect(scaleOver([estimate(-0.1, -0.3, 0.2), null, estimate(null, null, null, "one annotator only")])).toEqual({ low: -0.5, high: 1 });
  expect(scaleOver([])).toEqual({ low: 0, high: 1 });
});

test("a value lies where it belongs on the scale", () => {
  expect(place({ low: -1, high: 1 }, 0.5)).toBe(75);
});

test("an undefined estimate is told with its reason, never as a number", () => {
  expect(spoken(estimate(null, null, null, "all labels equal"))).toBe("not defined: all labels equal");
});

test("an estimate is told with its interval", () => {
  expect(spoken(estimate(-0.061, -0.1, 0.65))).toBe("−0.06, 95 % interval −0.10 to 0.65");
});

test("nothing is ever minus zero", () => {
  expect(figure(-0.001)).toBe("0.00");
});
