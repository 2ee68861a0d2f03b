/** The desk: takes items, keeps the next one ready, hands answers to the outbox, and goes back. */

import { ApiError } from "../../api/error";
import { isAboutReview } from "../../domain/verdict";
import type { Assignment, Outcome } from "../../domain/work";
import type { Keeping, News } from "../../state/outbox";
import { isSubmission, newKey, type Entry } from "../../state/outbox/entry";
import { createStore, type Store } from "../../state/store";
import type { Calls } from "./calls";
import { Work } from "./work";

/** taking: an item is on its way · at: one is on the desk · none: there is nothing to do · waiting: answers must reach
 * the server first · trouble: the server refused. */
export type Phase = "taking" | "at" | "none" | "waiting" | "trouble";

export interface DeskState {
  phase: Phase;
  work: Work | null;
  trouble: unknown;
  /** Answers given in this sitting. */
  given: number;
}

export interface DeskWorld {
  project: string;
  calls: Calls;
  keeping: Keeping;
  now: () => number;
  /** Fetch the sound of an item before it is looked at. */
  warm: (assignment: Assignment) => void;
  /** Tell the person something that happened by itself. */
  tell: (what: "elsewhere" | "lost") => void;
}

const KNOWN = 20;

/** How often a question may cross with an answer before the server is believed. */
const CROSSED = 3;

export class Desk {
  readonly state: Store<DeskState> = createStore<DeskState>({ phase: "taking", work: null, trouble: null, given: 0 });
  readonly #world: DeskWorld;
  /** Held and not looked at yet, the next one first. */
  #ahead: Assignment[] = [];
  /** Submitted in this sitting, the latest last. */
  #behind: string[] = [];
  /** Answered here: never shown as new, although the server may not have known when it was asked. */
  readonly #answered = new Set<string>();
  readonly #known = new Map<string, Assignment>();
  /** Grows with every change of the desk: what was begun before is then out of date. */
  #turn = 0;
  #prefetching = false;
  /** The item on the desk that was submitted already: a second press of Enter does nothing. */
  #submitting: string | null = null;
  #closed = false;
  #hears = false;

  constructor(world: DeskWorld) {
    this.#world = world;
  }

  /** Follow the outbox and take the first item; opened again, go on with what lies on the desk. Returns how to close it. */
  open(): () => void {
    const { outbox } = this.#world.keeping;
    this.#closed = false;
    // A closed desk goes on listening: what is submitted elsewhere meanwhile must not lie here when it is opened again.
    if (!this.#hears) outbox.hear((news) => this.#heard(news));
    this.#hears = true;
    // Answers of an earlier visit may still lie here: the server would hand their items out again.
    void outbox.look().then(() => this.#goOn());
    return () => { this.#closed = true; };
  }

  async #goOn(): Promise<void> {
    if (this.#closed) return;
    const { phase, work } = this.state.get();
    if (phase === "at" && work && (work.again || !this.#isAnswered(work.id))) await this.beat();
    else await this.take();
  }

  /** Take the next item: the one held ready, or what the server hands out. */
  async take(tries = 0): Promise<void> {
    if (this.#closed) return;
    const turn = ++this.#turn;
    const held = this.#ahead.shift();
    if (held) return this.#lay(held, turn, { held: true });
    this.#set({ phase: "taking", work: null, trouble: null });
    try {
      const next = await this.#world.calls.next(false);
      if (this.#stale(turn)) return;
      if (!next) this.#set({ phase: this.#busy() ? "waiting" : "none" });
      else if (!this.#isAnswered(next.id) || next.returned || tries >= CROSSED) await this.#lay(next, turn, {});
      else if (this.#busy()) this.#set({ phase: "waiting" });
      else await this.take(tries + 1);
    } catch (error) {
      if (this.#stale(turn)) return;
      const offline = error instanceof ApiError && error.unreachable;
      this.#set(offline ? { phase: "waiting", trouble: error } : { phase: "trouble", trouble: error });
    }
  }

  /** Try again where nothing is on the desk: the connection is back, or somebody added work. */
  retry(): void {
    const { phase } = this.state.get();
    if (phase !== "at" && phase !== "taking") void this.take();
  }

  /** Submit, and go on. Resolves when the answer is kept on this machine and the next item is on the desk or on its way. */
  async submit(outcome: Outcome, reason: string | null = null): Promise<void> {
    const { work } = this.state.get();
    if (!work || this.#submitting !== null) return;
    this.#turn += 1;
    this.#submitting = work.id;
    const key = newKey();
    const { project, keeping, now } = this.#world;
    await keeping.outbox.submit({ key, project, assignment: work.id, body: work.submission(key, outcome, reason, now()) });
    this.state.set((state) => ({ ...state, given: state.given + (work.again ? 0 : 1) }));
    this.#behind = [...this.#behind.filter((id) => id !== work.id), ...(outcome === "answered" ? [work.id] : [])];
    await this.take();
  }

  /** Go back to what was submitted last, to correct it; the item on the desk is next then. Returns false when there is none. */
  async back(): Promise<boolean> {
    const here = this.state.get().work?.id;
    const id = this.#behind.pop() ?? (await this.#latest(here));
    if (!id) return false;
    await this.reopen(id);
    return true;
  }

  /** Open what was submitted before. */
  async reopen(id: string): Promise<void> {
    const turn = ++this.#turn;
    const { keeping, calls } = this.#world;
    const current = this.state.get().work;
    const sent = keeping.outbox.box.get().entries.findLast((entry) => entry.assignment === id) ?? null;
    const known = this.#known.get(id);
    const assignment = sent && known ? known : await calls.get(id).catch((error: unknown) => {
      if (known) return known;
      // The item that was being submitted must not stay here.
      if (this.#submitting !== null) void this.take();
      throw error;
    });
    if (this.#stale(turn)) return;
    if (current && current.id !== id) this.#ahead.unshift(current.assignment);
    await this.#lay(assignment, turn, { again: true, sent });
  }

  /** Ask whether the item on the desk is still one's own. */
  async beat(): Promise<"held" | "gone" | "unknown"> {
    const { work } = this.state.get();
    if (!work) return "unknown";
    try {
      const { lease_ends_at: endsAt } = await this.#world.calls.beat(work.id);
      work.lease.set({ endsAt, lapsed: false });
      return "held";
    } catch (error) {
      const gone = error instanceof ApiError && (error.status === 409 || error.status === 404);
      // What one has submitted oneself is not with others: it can be corrected at any time.
      if (gone && error.code !== "finished") work.lease.set((lease) => ({ ...lease, lapsed: true }));
      return gone ? "gone" : "unknown";
    }
  }

  async #lay(assignment: Assignment, turn: number, how: { held?: boolean; again?: boolean; sent?: Entry | null }): Promise<void> {
    const { keeping, now } = this.#world;
    if (!how.held) this.#world.warm(assignment);
    const kept = await keeping.drafts.find(assignment.id, keeping.user);
    if (this.#stale(turn)) {
      if (how.held) this.#ahead.unshift(assignment);
      return;
    }
    const again = how.again ?? false;
    this.#remember(assignment);
    this.#set({ phase: "at", work: new Work(assignment, now(), kept, how.sent ?? null, again), trouble: null });
    if (how.held) void this.beat();
    void this.#prefetch();
  }

  /** Hold the next item, once the server knows of everything that was answered: before that it would give the same again. */
  async #prefetch(): Promise<void> {
    if (this.#prefetching || this.#ahead.length > 0 || this.#busy() || this.#closed) return;
    this.#prefetching = true;
    const next = await this.#world.calls.next(true).catch(() => null);
    this.#prefetching = false;
    const here = this.state.get();
    if (!next || next.id === here.work?.id || this.#isAnswered(next.id) || this.#ahead.some(({ id }) => id === next.id)) return;
    this.#ahead.push(next);
    this.#world.warm(next);
    if (here.phase === "none" || here.phase === "waiting") void this.take();
  }

  #heard(news: News): void {
    if (news.what === "look" || isAboutReview(news.assignment)) return;
    const { phase, work } = this.state.get();
    if (news.what === "refused") this.#answered.delete(news.assignment);
    else this.#answered.add(news.assignment);
    if (this.#closed) return;
    // Submitted in another window of this browser.
    if (news.what === "queued" && work?.id === news.assignment && this.#submitting !== work.id) {
      this.#world.tell("elsewhere");
      void this.take();
    }
    if (news.what === "queued") this.#ahead = this.#ahead.filter(({ id }) => id !== news.assignment);
    if (news.what === "confirmed" && phase === "waiting") void this.take();
    if (news.what === "confirmed" && phase === "at") void this.#prefetch();
    if (news.what === "refused") this.#world.tell("lost");
  }

  async #latest(here: string | undefined): Promise<string | undefined> {
    const recent = await this.#world.calls.recent();
    return recent.find(({ id, state }) => id !== here && state === "submitted")?.id;
  }

  #remember(assignment: Assignment): void {
    this.#known.delete(assignment.id);
    this.#known.set(assignment.id, assignment);
    for (const id of this.#known.keys()) {
      if (this.#known.size <= KNOWN) return;
      this.#known.delete(id);
    }
  }

  #busy(): boolean {
    return this.#world.keeping.outbox.box.get().entries.some((entry) => isSubmission(entry) && entry.user === this.#world.keeping.user && !entry.refused);
  }

  #isAnswered(id: string): boolean {
    const { outbox, user } = this.#world.keeping;
    return this.#answered.has(id) || outbox.box.get().entries.some((entry) => entry.user === user && entry.assignment === id && !entry.refused);
  }

  #stale(turn: number): boolean {
    return this.#closed || turn !== this.#turn;
  }

  #set(change: Partial<DeskState>): void {
    // Until another item lies here, the one that was submitted cannot be submitted again.
    if ("work" in change) this.#submitting = null;
    this.state.set((state) => ({ ...state, ...change }));
  }
}
