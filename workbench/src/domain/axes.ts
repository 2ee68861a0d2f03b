import type { Estimate, Project, Quality } from "../api/types";

export type AxisName = "correctness" | "consistency" | "usability";

/** One of the three axes of a project: an estimate for each question, or why nothing is measured. */
export interface Axis {
  name: AxisName;
  measured: { task: string; estimate: Estimate }[];
  notMeasured: string | null;
}

/** Return the three axes from what the server knows by now. Nothing is guessed: what is not measured says why. */
export function axesOf(project: Project, quality: Quality | undefined): Axis[] {
  const measured = (quality?.tasks ?? []).map(({ task, alpha }) => ({ task, estimate: alpha }));
  return [
    { name: "correctness", measured: [], notMeasured: "no gold labels yet" },
    { name: "consistency", measured, notMeasured: measured.length > 0 ? null : whyNotConsistent(project) },
    { name: "usability", measured: [], notMeasured: "no production data yet" },
  ];
}

function whyNotConsistent({ counts, settings }: Project): string {
  if (counts.items === 0) return "nothing to label yet";
  if (counts.answers === 0) return "no answers yet";
  return settings.overlap < 2 ? "each item is answered by one person only" : "not computed yet";
}
