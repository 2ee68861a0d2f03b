/** What is handed out to be labelled, as the server gives it, and what goes back. */

import type { Assignment, Submission, Task, Turn } from "../api/types";

export type {
  Answer, Assignment, Conversation, Guideline, Lease, Mark, Returned, Submission, TaskAnswer, Turn,
} from "../api/types";

export type Outcome = Submission["outcome"];

/** The turns that were in view, by position; null where there are none. */
export type Shown = NonNullable<Submission["context"]>;

/** The tasks of an assignment, in the guideline's order. */
export function tasksOf({ guideline, tasks }: Pick<Assignment, "guideline" | "tasks">): Task[] {
  return guideline.tasks.filter(({ name }) => tasks.includes(name));
}

/** The turn that is asked about, or null. */
export function targetOf({ conversation, target }: Pick<Assignment, "conversation" | "target">): Turn | null {
  if (!target) return null;
  return conversation.turns.find(({ position }) => position === target.position) ?? null;
}
