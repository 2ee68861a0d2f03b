/** What Review asks the server. */

import { call } from "../../api/client";
import type { Rows } from "../../api/types";
import type { ReviewBody } from "../../domain/verdict";
import type { Answer, Conversation, Guideline } from "../../domain/work";

export interface OpenReview {
  item: string;
  text: string | null;
  /** Which task is disputed most; absent where the server does not say. */
  task?: string | null;
}

export interface ReviewedAnswer {
  annotation: string;
  /** "A", "B", "C": names stay hidden until it is decided. */
  letter: string;
  answer: Answer;
  comment?: string | null;
  /** The guideline version it was given under. */
  guideline?: number | null;
  /** Who it was; told once the task is decided. */
  name?: string | null;
}

export interface Decided {
  decision: "accept" | "other" | "return";
  annotation?: string | null;
  answer?: Answer | null;
  clause?: string | null;
  reason?: string | null;
}

export interface ReviewedTask {
  task: string;
  answers: ReviewedAnswer[];
  decision?: Decided | null;
}

export interface Case {
  item: string;
  conversation: Conversation;
  target: { position: number } | null;
  guideline: Guideline;
  tasks: ReviewedTask[];
}

const at = (project: string) => `/api/projects/${encodeURIComponent(project)}`;

export const openReviews = (project: string) => call<Rows<OpenReview>>(`${at(project)}/reviews`, { query: { state: "open", limit: 50 } });

export const caseOf = (project: string, item: string) => call<Case>(`${at(project)}/items/${encodeURIComponent(item)}/answers`);

export const decide = (project: string, body: ReviewBody) => call<unknown>(`${at(project)}/reviews`, { method: "POST", body });
