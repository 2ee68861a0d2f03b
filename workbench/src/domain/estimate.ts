import type { Estimate } from "../api/types";

/** The stretch of numbers that bars beside each other are drawn on. */
export interface Scale {
  low: number;
  high: number;
}

export const UNIT: Scale = { low: 0, high: 1 };

const STEP = 0.25;
const MINUS = "−";

/** Return 0 to 1, widened in quarters where an interval goes beyond, so that neighbours share one scale. */
export function scaleOver(estimates: readonly (Estimate | null | undefined)[]): Scale {
  let { low, high } = UNIT;
  for (const estimate of estimates) {
    if (!estimate || !isDefined(estimate)) continue;
    low = Math.min(low, estimate.low);
    high = Math.max(high, estimate.high);
  }
  return { low: Math.floor(low / STEP) * STEP, high: Math.ceil(high / STEP) * STEP };
}

/** Return where a number lies on the scale, in percent of its width. */
export function place(scale: Scale, value: number): number {
  return (100 * (value - scale.low)) / (scale.high - scale.low);
}

export type Defined = Estimate & { value: number; low: number; high: number };

export function isDefined(estimate: Estimate): estimate is Defined {
  return estimate.undefined === null && estimate.value !== null && estimate.low !== null && estimate.high !== null;
}

/** Write a number with a true minus sign. */
export function figure(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  if (Number(text) === 0) return text.replace("-", "");
  return text.replace("-", MINUS);
}

/** Write an estimate as text: "0.61, 95 % interval 0.57 to 0.65", or why it is not defined. */
export function spoken(estimate: Estimate): string {
  if (!isDefined(estimate)) return `not defined: ${estimate.undefined ?? "no reason given"}`;
  return `${figure(estimate.value)}, ${Math.round(estimate.level * 100)} % interval ${figure(estimate.low)} to ${figure(estimate.high)}`;
}
