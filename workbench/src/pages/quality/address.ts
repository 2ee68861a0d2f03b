import type { Place } from "../../app/location";

/** Which task is looked at, and through which labels; kept in the address, so that Back goes back. */
export interface Looking {
  task: string | null;
  labels: string[];
}

export function lookingAt({ query }: Pick<Place, "query">): Looking {
  return { task: query.get("task"), labels: query.getAll("label") };
}

/** The address of a task, or of its disputed items with some labels. */
export function addressOf(project: string, task: string, labels: readonly string[] = [], disputed = false): string {
  const query = new URLSearchParams([["task", task], ...labels.map((label) => ["label", label])]);
  return `/projects/${encodeURIComponent(project)}/quality?${query}${disputed ? "#disputed" : ""}`;
}
