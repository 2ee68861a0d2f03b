import type { Measured } from "../pages/quality/calls";
import type { Figures } from "./demo";

/** What is measured of a task. */
export function figuresOf(measured: Measured | undefined, task: string): Figures | null {
  const found = measured?.tasks.find((one) => one.task === task);
  if (!found) return null;
  return { alpha: found.alpha, answers: found.labels.reduce((sum, { answers }) => sum + answers, 0) };
}
