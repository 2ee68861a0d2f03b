/** What Annotate asks the server. Submissions go through the outbox. */

import { call } from "../../api/client";
import type { Rows } from "../../api/types";
import type { Assignment } from "../../domain/work";

export interface RecentAssignment {
  id: string;
  state: string;
}

/** The calls, given from outside so that a test can be the server. */
export interface Calls {
  /** The next item, or null when there is none. `prefetch`: hold one more beside the one being worked on. */
  next(prefetch: boolean): Promise<Assignment | null>;
  get(id: string): Promise<Assignment>;
  /** Say that one is still at it. */
  beat(id: string): Promise<{ lease_ends_at: string }>;
  /** One's own latest assignments, the latest first. */
  recent(): Promise<RecentAssignment[]>;
}

export function callsOf(project: string): Calls {
  const at = `/api/projects/${encodeURIComponent(project)}/assignments`;
  const one = (id: string) => `/api/assignments/${encodeURIComponent(id)}`;
  return {
    next: async (prefetch) => (await call<Assignment | undefined>(`${at}/next`, { method: "POST", body: prefetch ? { prefetch } : {} })) ?? null,
    get: (id) => call<Assignment>(one(id)),
    beat: (id) => call<{ lease_ends_at: string }>(`${one(id)}/heartbeat`, { method: "POST" }),
    recent: async () => (await call<Rows<RecentAssignment>>(at, { query: { mine: true, recent: true, limit: 20 } })).rows,
  };
}
