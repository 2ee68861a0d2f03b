/** What Review asks the server. Decisions go through the outbox. */

import { call } from "../../api/client";
import type { AgreedAccepted, Case, OpenReview, Rows } from "../../api/types";

export type { Case, OpenReview, ReviewedAnswer, ReviewedTask } from "../../api/types";

const at = (project: string) => `/api/projects/${encodeURIComponent(project)}`;

export const openReviews = (project: string) => call<Rows<OpenReview>>(`${at(project)}/reviews`, { query: { state: "open", limit: 50 } });

export const caseOf = (project: string, item: string) => call<Case>(`${at(project)}/items/${encodeURIComponent(item)}/answers`);

/** What all who answered agree on and nobody has decided: as many as can be listed at once. */
export const agreedReviews = (project: string) => call<Rows<OpenReview>>(`${at(project)}/reviews`, { query: { state: "agreed", limit: 200 } });

/** Accept what all agree on in one task, some hundred at a time. */
export const acceptAgreed = (project: string, task: string, clause: string | null, reason: string) =>
  call<AgreedAccepted>(`${at(project)}/reviews/agreed`, {
    method: "POST", body: { task, ...(clause === null ? {} : { clause }), ...(reason.trim() ? { reason: reason.trim() } : {}) },
  });
