/** One item on the desk: what was handed out, and what is being answered. */

import { fromAnswers, stillOpen, toAnswers, type Open } from "../../domain/answers";
import { attentionFrom, secondsOf, type Attention } from "../../domain/attention";
import { read, written } from "../../domain/cited";
import { tasksOf, type Assignment, type Outcome, type Shown, type Submission } from "../../domain/work";
import { Answering, NOTHING_GIVEN, type Given } from "../../editors/answering/answering";
import { widened } from "../../editors/turns/lit";
import { isSubmission, type Entry, type KeptDraft } from "../../state/outbox/entry";
import { createStore, type Store } from "../../state/store";

export interface Lease {
  endsAt: string;
  /** The server has said that it is over. */
  lapsed: boolean;
}

export class Work {
  readonly assignment: Assignment;
  readonly answering: Answering;
  readonly lease: Store<Lease>;
  /** It was submitted before and is being corrected. */
  readonly again: boolean;
  /** What had been begun before a reload was taken up. */
  readonly takenUp: boolean;
  attention: Attention;
  shown: Shown | null;

  constructor(assignment: Assignment, now: number, kept: KeptDraft | null, sent: Entry | null, again: boolean) {
    this.assignment = assignment;
    this.again = again;
    this.takenUp = kept !== null && !again;
    this.answering = new Answering(tasksOf(assignment), givenBefore(assignment, kept, sent));
    this.attention = attentionFrom(kept?.seconds ?? 0, now);
    this.shown = kept?.shown ?? null;
    this.lease = createStore<Lease>({ endsAt: assignment.lease_ends_at, lapsed: false });
  }

  get id(): string {
    return this.assignment.id;
  }

  saw(shown: Shown): void {
    this.shown = widened(this.shown, shown);
  }

  stillOpen(): Open[] {
    return stillOpen(this.answering.tasks, this.answering.given.answers);
  }

  submission(key: string, outcome: Outcome, reason: string | null, now: number): Submission {
    const { given } = this.answering;
    return {
      key, outcome, seconds: secondsOf(this.attention, now), context: this.shown,
      answers: outcome === "answered" ? toAnswers(this.answering.tasks, given.answers) : [],
      ...(reason ? { reason } : {}),
      ...written(given, outcome),
    };
  }

  draft(user: string, project: string, now: number): Omit<KeptDraft, "keptAt"> {
    const { answers, comment, clause } = this.answering.given;
    return { assignment: this.id, user, project, answers, comment, clause, seconds: secondsOf(this.attention, now), shown: this.shown };
  }
}

/** What it opens with: what was typed here last, else what was submitted from here, else what the server has. */
function givenBefore(assignment: Assignment, kept: KeptDraft | null, sent: Entry | null): Given {
  if (kept) return { answers: kept.answers, comment: kept.comment, clause: kept.clause };
  const before = sent && isSubmission(sent) ? sent.body : assignment.draft;
  if (!before) return NOTHING_GIVEN;
  return { answers: fromAnswers(tasksOf(assignment), before.answers), ...read(before) };
}
