/** What is handed out to be labelled, as the server gives it, and what goes back. */

import type { Clause, Task } from "../api/types";

/** What one speaker says at a stretch; seconds are null where they are not known. */
export interface Turn {
  position: number;
  speaker: string | null;
  channel: number | null;
  text: string | null;
  start: number | null;
  end: number | null;
  /** This is the turn that is asked about. */
  target: boolean;
}

export interface Conversation {
  turns: Turn[];
  audio: string | null;
  peaks: string | null;
  seconds: number | null;
  channels: number | null;
}

export interface Mark {
  start: number;
  end: number;
  unit: "s" | "char";
  track?: string;
  label?: string;
  speaker?: string;
  text?: string;
}

/** The value given to a task: a label or a text, several labels, a number, or marks. */
export type Answer = string | string[] | number | Mark[];

export interface TaskAnswer {
  task: string;
  answer: Answer;
}

export interface Guideline {
  number: number;
  clauses: Clause[];
  tasks: Task[];
}

export interface Returned {
  reason: string | null;
  clause: string | null;
}

export interface Assignment {
  id: string;
  lease_ends_at: string;
  guideline: Guideline;
  conversation: Conversation;
  /** The turn asked about; null when the whole conversation is. */
  target: { position: number } | null;
  tasks: string[];
  /** What was answered before, when it is given again: returned by a review, or opened to be corrected. */
  draft: { answers: TaskAnswer[]; comment?: string | null } | null;
  returned: Returned | null;
}

export type Outcome = "answered" | "skipped" | "defective";

/** The turns that were in view, by position; null where there are none. */
export interface Shown {
  first: number;
  last: number;
}

export interface Submission {
  key: string;
  outcome: Outcome;
  reason?: string;
  comment?: string;
  seconds: number;
  answers: TaskAnswer[];
  context: Shown | null;
}

/** The tasks of an assignment, in the guideline's order. */
export function tasksOf({ guideline, tasks }: Pick<Assignment, "guideline" | "tasks">): Task[] {
  return guideline.tasks.filter(({ name }) => tasks.includes(name));
}

/** The turn that is asked about, or null. */
export function targetOf({ conversation, target }: Pick<Assignment, "conversation" | "target">): Turn | null {
  if (!target) return null;
  return conversation.turns.find(({ position }) => position === target.position) ?? null;
}
