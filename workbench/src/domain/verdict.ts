/** What a reviewer decides on one task of one item, before it is sent. */

import { canonical } from "./compare";
import type { Answer } from "./work";

export type Verdict =
  | { decision: "accept"; annotation: string }
  | { decision: "other"; answer: Answer }
  | { decision: "return" };

export interface GivenAnswer {
  annotation: string;
  answer: Answer;
}

/** An answer of one's own; when somebody gave the same, that one is accepted. */
export function ownAnswer(answer: Answer, given: readonly GivenAnswer[]): Verdict {
  const same = given.find((one) => canonical(one.answer) === canonical(answer));
  return same ? { decision: "accept", annotation: same.annotation } : { decision: "other", answer };
}

/** Why it cannot be sent yet; null when it can. Sending back needs a reason or a clause: somebody has to know what to do. */
export function lacks(verdict: Verdict | null, reason: string, clause: string | null): "verdict" | "reason" | null {
  if (!verdict) return "verdict";
  return verdict.decision === "return" && !reason.trim() && clause === null ? "reason" : null;
}

export interface ReviewBody {
  item: string;
  task: string;
  decision: Verdict["decision"];
  annotation?: string;
  answer?: Answer;
  clause?: string;
  reason?: string;
}

export function toBody(item: string, task: string, verdict: Verdict, reason: string, clause: string | null): ReviewBody {
  return {
    item, task, decision: verdict.decision,
    ...(verdict.decision === "accept" ? { annotation: verdict.annotation } : {}),
    ...(verdict.decision === "other" ? { answer: verdict.answer } : {}),
    ...(clause === null ? {} : { clause }),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
  };
}
