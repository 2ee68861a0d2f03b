import type { Demo } from "./demo";
import type { Step } from "./steps";

/** Where a step is done; null is the end. */
export function whereOf({ project, tour }: Pick<Demo, "project" | "tour">, step: Step | null): string {
  const at = `/projects/${encodeURIComponent(project)}`;
  switch (step) {
    case "hear":
    case "label":
      return `${at}/annotate`;
    case "differ":
    case "settle":
      return `${at}/review/${encodeURIComponent(tour.differ.item)}`;
    case "changed":
      return `${at}/quality`;
    case null:
      return `${at}/tour`;
  }
}
