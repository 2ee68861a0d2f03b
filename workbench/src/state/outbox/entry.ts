/** What lies on this machine until the server has it. */

import type { Decision } from "../../api/types";
import type { Drafts } from "../../domain/answers";
import type { Verdict } from "../../domain/verdict";
import type { Shown, Submission } from "../../domain/work";

interface Underway {
  /** The idempotency key: the same on every try, so that the server stores it once. */
  key: string;
  user: string;
  project: string;
  /** What it belongs to: the assignment that was answered, or the item and task that were decided. Sent in order. */
  assignment: string;
  /** Milliseconds: the order of sending. */
  queuedAt: number;
  /** Milliseconds: not sent before, so that it can be taken back. */
  heldUntil?: number;
  /** Why the server will not take it; it is not tried again. */
  refused: { code: string; message: string } | null;
}

/** A submission on its way. It leaves the box only when the server confirms it, or a person throws it away. */
export interface SubmissionEntry extends Underway {
  about?: "submission";
  body: Submission;
}

/** A reviewer's decision on its way. */
export interface DecisionEntry extends Underway {
  about: "decision";
  body: Decision;
}

export type Entry = SubmissionEntry | DecisionEntry;

type Later = "user" | "queuedAt" | "refused";

/** What is handed to the outbox. */
export type NewEntry = Omit<SubmissionEntry, Later> | Omit<DecisionEntry, Later>;

export function isSubmission<E extends Entry>(entry: E): entry is E & SubmissionEntry {
  return entry.about !== "decision";
}

export function isDecision<E extends Entry>(entry: E): entry is E & DecisionEntry {
  return entry.about === "decision";
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
