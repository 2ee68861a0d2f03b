import { queryOptions } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Estimate, TaskQuality } from "../../api/types";
import type { Confusion, Disputed } from "../../domain/confusion";

export interface LabelQuality {
  label: string;
  answers: number;
  items: number;
  /** When one gives it, how often does another. */
  specific: Estimate;
  /** This label against all others. */
  alpha: Estimate;
}

export interface MeasuredTask extends TaskQuality {
  labels: LabelQuality[];
  confusions: Confusion[];
  disputed: Disputed[];
}

export interface Measured {
  tasks: MeasuredTask[];
}

/** All that is measured of a project's answers. Kept apart from the short form that the list of projects reads. */
export const measuredQuery = (project: string) =>
  queryOptions({
    queryKey: ["project", project, "quality", "whole"],
    queryFn: () => call<Measured>(`/api/projects/${encodeURIComponent(project)}/quality`, { patience: 120_000 }),
    staleTime: 30_000,
  });
