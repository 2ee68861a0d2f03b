/** The decision on one task while it is made. Nothing is sent before one goes on. */

import { fromAnswer, isAnswered, toAnswer, type Drafts } from "../../domain/answers";
import type { Decision, Task } from "../../api/types";
import { lacks, nextBack, ownAnswer, toBody, type Verdict } from "../../domain/verdict";
import type { Undo } from "../../actions/action";
import { Answering } from "../../editors/answering/answering";
import { createStore, type Store } from "../../state/store";
import type { ReviewedAnswer, ReviewedTask } from "./calls";
import { text } from "./text";

export interface Deciding {
  verdict: Verdict | null;
  clause: string | null;
  reason: string;
}

export class Judging {
  readonly item: string;
  readonly task: Task;
  readonly answers: readonly ReviewedAnswer[];
  readonly state: Store<Deciding>;
  /** An answer of the reviewer's own, with the same editors. */
  readonly own: Answering;

  constructor(item: string, task: Task, reviewed: ReviewedTask) {
    this.item = item;
    this.task = task;
    this.answers = reviewed.answers;
    this.state = createStore(before(reviewed));
    const { answer } = reviewed.decision ?? {};
    this.own = new Answering([{ ...task, question: text.other, required: true }], {
      answers: reviewed.decision?.decision === "other" && answer !== null && answer !== undefined ? { [task.name]: fromAnswer(task, answer) } : {}, comment: "", clause: null,
    });
  }

  accept(index: number): Undo | null {
    const answer = this.answers[index];
    return answer ? this.choose({ decision: "accept", annotation: answer.annotation }) : null;
  }

  choose(verdict: Verdict): Undo {
    const earlier = this.state.get().verdict;
    this.state.set((state) => ({ ...state, verdict }));
    return { what: text.choiceUndone, run: () => this.state.set((state) => ({ ...state, verdict: earlier })) };
  }

  /** Send it back; once more: to the next one of those who answered. */
  sendBack(): Undo {
    return this.choose(nextBack(this.state.get().verdict, this.answers));
  }

  /** The reviewer's own answer has changed: it is the decision now, or is none any more. */
  ownChanged(): void {
    const draft = this.own.draft(this.task);
    const { verdict } = this.state.get();
    if (isAnswered(draft)) this.state.set((state) => ({ ...state, verdict: ownAnswer(toAnswer(this.task, draft), this.answers) }));
    else if (verdict?.decision === "other") this.state.set((state) => ({ ...state, verdict: null }));
  }

  /** Begin one's own answer with one of theirs, to correct it. */
  begin(index: number): Undo | null {
    const answer = this.answers[index];
    return answer ? this.own.change(this.task, fromAnswer(this.task, answer.answer), text.choiceUndone) : null;
  }

  cite(clause: string | null): void {
    this.state.set((state) => ({ ...state, clause: state.clause === clause ? null : clause }));
  }

  write(reason: string): void {
    this.state.set((state) => ({ ...state, reason }));
  }

  /** Take up what was being decided before the page was closed. */
  takeUp(deciding: Deciding, own: Drafts): void {
    const draft = own[this.task.name];
    if (draft) this.own.change(this.task, draft, text.choiceUndone);
    this.state.set(deciding);
  }

  lacks(): ReturnType<typeof lacks> {
    const { verdict, reason, clause } = this.state.get();
    return lacks(verdict, reason, clause);
  }

  body(): Decision | null {
    const { verdict, reason, clause } = this.state.get();
    return verdict && this.lacks() === null ? toBody(this.item, this.task.name, verdict, reason, clause) : null;
  }
}

function before({ decision }: ReviewedTask): Deciding {
  if (!decision) return { verdict: null, clause: null, reason: "" };
  const { annotation, answer } = decision;
  const verdict: Verdict | null = decision.decision === "accept" && annotation ? { decision: "accept", annotation }
    : decision.decision === "other" && answer !== null && answer !== undefined ? { decision: "other", answer }
      : decision.decision === "return" ? { decision: "return", ...(annotation ? { annotation } : {}) } : null;
  return { verdict, clause: decision.clause ?? null, reason: decision.reason ?? "" };
}
