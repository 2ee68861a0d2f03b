import { queryOptions } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Quality } from "../../api/types";

export type { LabelQuality, Quality as Measured, TaskQuality as MeasuredTask } from "../../api/types";

/** All that is measured of a project's answers. Kept apart from the short form that the list of projects reads. */
export const measuredQuery = (project: string) =>
  queryOptions({
    queryKey: ["project", project, "quality", "whole"],
    queryFn: () => call<Quality>(`/api/projects/${encodeURIComponent(project)}/quality`, { patience: 120_000 }),
    staleTime: 30_000,
  });
