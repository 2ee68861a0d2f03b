import { useQueries } from "@tanstack/react-query";
import type { Project, Quality } from "../../api/types";
import { queries } from "../../state/queries";

const SEES_QUALITY = new Set(["owner", "manager", "reviewer", "auditor", "client"]);

/** What is measured of a project: still being asked for, failed, or there. Null when one's role does not see it. */
export type Measured = { data: Quality | undefined; isLoading: boolean; isError: boolean } | null;

/** Ask for the quality of the projects one may see it of, where there are answers to measure. */
export function useMeasured(projects: readonly Project[]): Measured[] {
  const allowed = projects.map(({ role }) => SEES_QUALITY.has(role));
  return useQueries({
    queries: projects.map(({ id, counts }, index) => ({ ...queries.quality(id), enabled: (allowed[index] ?? false) && counts.answers > 0 })),
    combine: (results) => results.map(({ data, isLoading, isError }, index) => (allowed[index] ? { data, isLoading, isError } : null)),
  });
}
