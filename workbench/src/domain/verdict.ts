/** What a reviewer decides on one task of one item, before it is sent. */

import type { Decision } from "../api/types";
import { canonical } from "./compare";
import type { Answer } from "./work";

export type Verdict =
  | { decision: "accept"; annotation: string }
  | { decision: "other"; answer: Answer }
  /** To be answered again: by whoever gave this answer, or by everybody. */
  | { decision: "return"; annotation?: string };

export interface GivenAnswer {
  annotation: string;
  answer: Answer;
}

/** The name under which a decision is kept until it is sent. */
export const aboutReview = (item: string, task: string) => `review:${item}:${task}`;

export const isAboutReview = (name: string) => name.startsWith("review:");

/** An answer of one's own; when somebody gave the same, that one is accepted. */
export function ownAnswer(answer: Answer, given: readonly GivenAnswer[]): Verdict {
  const same = given.find((one) => canonical(one.answer) === canonical(answer));
  return same ? { decision: "accept", annotation: same.annotation } : { decision: "other", answer };
}

/** Whom it goes back to when "send back" is pressed once more: everybody, then each in turn. */
export function nextBack(verdict: Verdict | null, given: readonly GivenAnswer[]): Verdict {
  if (verdict?.decision !== "return") return { decision: "return" };
  const next = given[given.findIndex(({ annotation }) => annotation === verdict.annotation) + 1];
  return next ? { decision: "return", annotation: next.annotation } : { decision: "return" };
}

/** Why it cannot be sent yet; null when it can. Sending back needs a reason or a clause: somebody has to know what to do. */
export function lacks(verdict: Verdict | null, reason: string, clause: string | null): "verdict" | "reason" | null {
  if (!verdict) return "verdict";
  return verdict.decision === "return" && !reason.trim() && clause === null ? "reason" : null;
}

export function toBody(item: string, task: string, verdict: Verdict, reason: string, clause: string | null): Decision {
  const annotation = verdict.decision === "other" ? undefined : verdict.annotation;
  return {
    item, task, decision: verdict.decision,
    ...(annotation === undefined ? {} : { annotation }),
    ...(verdict.decision === "other" ? { answer: verdict.answer } : {}),
    ...(clause === null ? {} : { clause }),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
  };
}
