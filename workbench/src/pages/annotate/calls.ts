/** What Annotate asks the server. Submissions go through the outbox. */

import { call } from "../../api/client";
import type { Assignment, AssignmentListed, Lease, Rows } from "../../api/types";

/** The calls, given from outside so that a test can be the server. */
export interface Calls {
  /** The next item, or null when there is none. `prefetch`: hold one more beside the one being worked on. */
  next(prefetch: boolean): Promise<Assignment | null>;
  get(id: string): Promise<Assignment>;
  /** Say that one is still at it. */
  beat(id: string): Promise<Lease>;
  /** One's own latest assignments, the latest first. */
  recent(): Promise<AssignmentListed[]>;
}

export function callsOf(project: string): Calls {
  const at = `/api/projects/${encodeURIComponent(project)}/assignments`;
  const one = (id: string) => `/api/assignments/${encodeURIComponent(id)}`;
  return {
    next: async (prefetch) => (await call<Assignment | undefined>(`${at}/next`, { method: "POST", body: prefetch ? { prefetch } : {} })) ?? null,
    get: (id) => call<Assignment>(one(id)),
    beat: (id) => call<Lease>(`${one(id)}/heartbeat`, { method: "POST" }),
    recent: async () => (await call<Rows<AssignmentListed>>(at, { query: { mine: true, recent: true, limit: 20 } })).rows,
  };
}
