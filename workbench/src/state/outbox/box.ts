/** The outbox: keeps each submission on this machine, sends it, and lets go of it only when the server has it. */

import { ApiError } from "../../api/error";
import { createStore, type Store } from "../store";
import type { Entry, NewEntry } from "./entry";
import * as machine from "./machine";
import type { Box } from "./machine";
import type { Shelf } from "./shelf";

/** What the outbox needs of the world; given from outside, so that a test can be the world. */
export interface World {
  shelf: Shelf;
  send: (entry: Entry) => Promise<unknown>;
  now: () => number;
  /** Run alone: no other page of this browser is inside at the same time. */
  alone: (run: () => Promise<void>) => Promise<void>;
  /** Call `wake` at a time; a later call replaces the earlier one; null takes it back. */
  wakeAt: (time: number | null) => void;
  /** Tell the other pages of this browser. */
  tell: (news: News) => void;
}

export type News =
  | { what: "look" }
  | { what: "queued"; assignment: string }
  | { what: "confirmed"; key: string; assignment: string }
  | { what: "refused"; key: string; assignment: string; message: string };

export class Outbox {
  readonly box: Store<Box> = createStore(machine.EMPTY);
  readonly #world: World;
  readonly #user: string;
  readonly #listeners = new Set<(news: News) => void>();
  /** Confirmed here but still on the shelf: taking it away failed. Never counted or sent again by this page. */
  readonly #done = new Set<string>();
  #sending: Promise<void> | null = null;
  #again = false;

  constructor(world: World, user: string) {
    this.#world = world;
    this.#user = user;
  }

  /** Hear what becomes of submissions, in whichever page of this browser. */
  hear(heard: (news: News) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  /** The assignments whose submission is on the way or was refused. */
  underway(): Set<string> {
    return new Set(this.box.get().entries.filter((entry) => entry.user === this.#user).map(({ assignment }) => assignment));
  }

  /** Take a submission. Resolves as soon as it is kept (true), or could be kept in memory only (false). */
  async submit(entry: NewEntry): Promise<boolean> {
    const whole: Entry = { ...entry, user: this.#user, queuedAt: this.#world.now(), refused: null };
    const kept = await this.#put(whole);
    this.box.set((box) => machine.queued(machine.awake(box), whole, !kept));
    this.#news({ what: "queued", assignment: entry.assignment });
    this.flush();
    return kept;
  }

  /** Throw away what the server would not take. */
  async discard(key: string): Promise<void> {
    await this.#world.shelf.remove("entries", key);
    this.box.set((box) => machine.gone(box, key));
    this.#world.tell({ what: "look" });
  }

  /** Take back what is still held here. Resolves to false when it is on its way, or was sent. */
  async takeBack(key: string): Promise<boolean> {
    let back = false;
    await this.#world.alone(async () => {
      await this.look();
      back = this.box.get().entries.some((entry) => entry.key === key && !entry.refused);
      if (back) await this.discard(key);
    });
    return back;
  }

  /** Try everything now: the page was loaded, the connection is back, or the person signed in. */
  retry(): void {
    this.box.set(machine.awake);
    this.flush();
  }

  /** Something was told by another page. */
  told(news: News): void {
    for (const heard of this.#listeners) heard(news);
    void this.look();
  }

  /** Read the shelf again. */
  async look(): Promise<void> {
    const found = await this.#world.shelf.read("entries").catch(() => null);
    if (!found) return;
    const entries = found.filter(isEntry).filter(({ key }) => !this.#done.has(key));
    this.box.set((box) => machine.looked(box, entries));
    this.#plan();
  }

  /** Send what may be sent. Calls while it is sending make it go round once more. */
  flush(): void {
    if (this.#sending) {
      this.#again = true;
      return;
    }
    this.#sending = this.#world.alone(() => this.#drain()).catch(() => undefined).then(() => {
      this.#sending = null;
      this.#plan();
      if (!this.#again) return;
      this.#again = false;
      this.flush();
    });
  }

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  async #drain(): Promise<void> {
    await this.look();
    for (;;) {
      const entry = machine.next(this.box.get(), this.#user, this.#world.now());
      if (!entry || !(await this.#sendOne(entry))) return;
    }
  }

  /** Send one; false when there is no point in sending more now. */
  async #sendOne(entry: machine.Waiting): Promise<boolean> {
    try {
      await this.#world.send(entry);
    } catch (error) {
      return this.#failed(entry, machine.failureOf(error instanceof ApiError ? error : null));
    }
    this.#done.add(entry.key);
    await this.#world.shelf.remove("entries", entry.key).catch(() => undefined);
    this.box.set((box) => machine.confirmed(box, entry.key));
    this.#news({ what: "confirmed", key: entry.key, assignment: entry.assignment });
    return true;
  }

  async #failed(entry: machine.Waiting, failure: machine.Failure): Promise<boolean> {
    this.box.set((box) => machine.failed(box, entry.key, failure, this.#world.now()));
    if (failure.what !== "refused") return failure.what === "busy";
    const { code, message } = failure;
    await this.#put({ ...machine.plain(entry), refused: { code, message } });
    this.#news({ what: "refused", key: entry.key, assignment: entry.assignment, message });
    return true;
  }

  async #put(entry: Entry): Promise<boolean> {
    try {
      await this.#world.shelf.put("entries", entry.key, entry);
      return true;
    } catch {
      return false;
    }
  }

  #plan(): void {
    this.#world.wakeAt(machine.wakeAt(this.box.get(), this.#user));
  }

  #news(news: News): void {
    for (const heard of this.#listeners) heard(news);
    this.#world.tell(news);
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { key, user, assignment, body, queuedAt } = value as Partial<Entry>;
  return typeof key === "string" && typeof user === "string" && typeof assignment === "string"
    && typeof body === "object" && typeof queuedAt === "number";
}
