/** What lies on this machine until the server has it. */

import type { Drafts } from "../../domain/answers";
import type { Verdict } from "../../domain/verdict";
import type { Shown, Submission } from "../../domain/work";

/** A submission on its way. It leaves the box only when the server confirms it, or a person throws it away. */
export interface Entry {
  /** The idempotency key: the same on every try, so that the server stores it once. */
  key: string;
  user: string;
  project: string;
  assignment: string;
  body: Submission;
  /** Milliseconds: the order of sending. */
  queuedAt: number;
  /** Why the server will not take it; it is not tried again. */
  refused: { code: string; message: string } | null;
}

/** The answers to one assignment while they are being given. */
export interface KeptDraft {
  assignment: string;
  user: string;
  project: string;
  answers: Drafts;
  comment: string;
  clause: string | null;
  seconds: number;
  shown: Shown | null;
  /** A reviewer's decision that has not been sent. */
  verdict?: Verdict | null;
  keptAt: number;
}

/** A key nobody can guess or meet by chance. (`crypto.randomUUID` is missing where the page is not served by https.) */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
