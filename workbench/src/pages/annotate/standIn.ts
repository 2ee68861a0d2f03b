/** For tests: a server that hands out items as the real one does, without a network. */

import { ApiError } from "../../api/error";
import type { Task } from "../../api/types";
import type { Assignment } from "../../domain/work";
import { isSubmission, type Entry } from "../../state/outbox/entry";
import type { Calls } from "./calls";

export const TASK: Task = { name: "intent", question: "?", kind: "category", labels: [{ id: "a" }, { id: "b" }], required: true, subjective: false, per: "turn" };
export const OFFLINE = new ApiError(0, "unreachable", "No connection.");

export const assignmentOf = (id: string): Assignment => ({
  id, lease_ends_at: "2030-01-01T00:00:00Z", guideline: { number: 1, clauses: [], tasks: [TASK] }, tasks: ["intent"], target: { position: 1 },
  conversation: { turns: [], audio: null, peaks: null, seconds: null, channels: null }, draft: null, returned: null,
});

/** A server that hands out its items in order, at most two at a time, and the same again until it is answered. */
export class Server implements Calls {
  readonly todo: string[];
  readonly held: string[] = [];
  readonly answers = new Map<string, string>();
  offline = false;
  refuse: string | null = null;
  /** Why a heartbeat is refused; null: it is not. */
  over: string | null = null;

  constructor(...todo: string[]) {
    this.todo = todo;
  }

  async next(prefetch: boolean): Promise<Assignment | null> {
    if (this.offline) throw OFFLINE;
    const wanted = prefetch ? 1 : 0;
    while (this.held.length <= wanted && this.todo.length > 0) this.held.push(this.todo.shift() ?? "");
    const id = this.held[wanted] ?? (prefetch ? undefined : this.held[0]);
    return id === undefined ? null : assignmentOf(id);
  }

  async get(id: string): Promise<Assignment> {
    if (this.offline) throw OFFLINE;
    return { ...assignmentOf(id), draft: { answers: [{ task: "intent", answer: this.answers.get(id) ?? "" }], comment: null, clauses: [] } };
  }

  async beat(): Promise<{ lease_ends_at: string }> {
    if (this.offline) throw OFFLINE;
    if (this.over !== null) throw new ApiError(409, this.over, "Over.");
    return { lease_ends_at: "2030-01-01T00:00:00Z" };
  }

  async recent() {
    return [...this.answers.keys()].reverse().map((id) => ({ id, state: "submitted" as const, ended_at: "2030-01-01T00:00:00Z" }));
  }

  async take(entry: Entry): Promise<void> {
    if (!isSubmission(entry)) return;
    const { assignment, body } = entry;
    if (this.offline) throw OFFLINE;
    if (this.refuse === assignment) throw new ApiError(409, "place-gone", "Gone.");
    const at = this.held.indexOf(assignment);
    if (at >= 0) this.held.splice(at, 1);
    this.answers.set(assignment, String(body.answers[0]?.answer));
  }
}
