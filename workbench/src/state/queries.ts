/** The names under which answers of the server are kept, and how long they are good. */

import { QueryClient, queryOptions } from "@tanstack/react-query";
import { ApiError } from "../api/error";
import { job, jobs } from "../api/imports";
import { guideline, guidelines, people, project, projects, quality, teams } from "../api/projects";
import { currentSession, me, tokens } from "../api/session";
import type { JobState } from "../api/types";

const MINUTE = 60_000;

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        retry: (tried, error) => tried < 2 && error instanceof ApiError && (error.unreachable || error.status >= 502),
      },
    },
  });
}

export const running = (state: JobState) => state === "waiting" || state === "running";

export const queries = {
  session: () => queryOptions({ queryKey: ["session"], queryFn: currentSession, staleTime: Infinity }),
  me: () => queryOptions({ queryKey: ["me"], queryFn: me, staleTime: 10 * MINUTE }),
  tokens: () => queryOptions({ queryKey: ["tokens"], queryFn: tokens }),
  projects: () => queryOptions({ queryKey: ["projects"], queryFn: projects }),
  project: (id: string) => queryOptions({ queryKey: ["project", id], queryFn: () => project(id) }),
  people: (id: string) => queryOptions({ queryKey: ["project", id, "people"], queryFn: () => people(id) }),
  teams: (id: string) => queryOptions({ queryKey: ["project", id, "teams"], queryFn: () => teams(id) }),
  guidelines: (id: string) => queryOptions({ queryKey: ["project", id, "guidelines"], queryFn: () => guidelines(id) }),
  /** A published version never changes. */
  guideline: (id: string, number: number) =>
    queryOptions({ queryKey: ["project", id, "guideline", number], queryFn: () => guideline(id, number), staleTime: Infinity }),
  quality: (id: string) => queryOptions({ queryKey: ["project", id, "quality"], queryFn: () => quality(id), staleTime: MINUTE }),
  jobs: (id: string) => queryOptions({ queryKey: ["project", id, "jobs"], queryFn: () => jobs(id) }),
  job: (id: string) =>
    queryOptions({
      queryKey: ["job", id],
      queryFn: () => job(id),
      refetchInterval: (query) => (query.state.data && !running(query.state.data.state) ? false : 1000),
    }),
};
