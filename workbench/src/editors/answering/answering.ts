/** The answers to one item while they are given: every change can be taken back. */

import type { Undo } from "../../actions/action";
import type { Task } from "../../api/types";
import { emptyDraft, isAnswered, type Draft, type Drafts } from "../../domain/answers";
import * as steps from "../../domain/steps";
import type { Steps } from "../../domain/steps";
import { createStore, type Store } from "../../state/store";

export interface Given {
  answers: Drafts;
  comment: string;
  clause: string | null;
}

export const NOTHING_GIVEN: Given = { answers: {}, comment: "", clause: null };

export class Answering {
  readonly tasks: readonly Task[];
  readonly steps: Store<Steps<Given>>;
  /** The task that the label keys answer. */
  readonly active: Store<string>;

  constructor(tasks: readonly Task[], given: Given = NOTHING_GIVEN) {
    this.tasks = tasks;
    this.steps = createStore(steps.begin(given));
    this.active = createStore(this.#firstOpen(given)?.name ?? tasks[0]?.name ?? "");
  }

  get given(): Given {
    return this.steps.get().now;
  }

  /** The active task. */
  get task(): Task | undefined {
    return this.tasks.find(({ name }) => name === this.active.get());
  }

  draft(task: Task): Draft {
    return this.given.answers[task.name] ?? emptyDraft(task);
  }

  /** Give an answer. Returns how to take it back, or null when nothing new happened (typing on, or the same again). */
  change(task: Task, draft: Draft, what: string, kind: string | null = null): Undo | null {
    return this.#take({ ...this.given, answers: { ...this.given.answers, [task.name]: draft } }, what, kind && `${task.name}:${kind}`);
  }

  /** Write a comment or cite a clause. */
  say(fields: Partial<Pick<Given, "comment" | "clause">>, what: string, kind: string | null = null): Undo | null {
    return this.#take({ ...this.given, ...fields }, what, kind);
  }

  /** Typing is over: what is typed next is a step of its own. */
  close(): void {
    this.steps.set(steps.close);
  }

  /** Go on to the next task that has no answer yet, if the active one has. */
  goOn(): void {
    const { task } = this;
    if (!task || !isAnswered(this.given.answers[task.name])) return;
    const after = this.tasks.slice(this.tasks.indexOf(task) + 1);
    const open = after.find(({ name }) => !isAnswered(this.given.answers[name]));
    if (open) this.active.set(open.name);
  }

  /** The task before or after the active one. */
  step(by: 1 | -1): void {
    const at = this.tasks.findIndex(({ name }) => name === this.active.get());
    const next = this.tasks[at + by];
    if (next) this.active.set(next.name);
  }

  canRedo(): boolean {
    return this.steps.get().future.length > 0;
  }

  /** Take a step again that was taken back. */
  redo(what: string): Undo | null {
    if (!this.canRedo()) return null;
    this.steps.set(steps.redo);
    return this.#undo(what);
  }

  #take(given: Given, what: string, kind: string | null): Undo | null {
    const before = this.steps.get();
    const after = steps.take(before, given, kind);
    this.steps.set(after);
    return after.past.length > before.past.length || after.past.at(-1) !== before.past.at(-1) ? this.#undo(what) : null;
  }

  #undo(what: string): Undo {
    return { what, run: () => this.steps.set(steps.undo) };
  }

  #firstOpen({ answers }: Given): Task | undefined {
    return this.tasks.find(({ name }) => !isAnswered(answers[name]));
  }
}
