/** The files of one import: which are waiting, on the way, there, or refused. */

import { dropUpload, sendPart, startUpload, uploadState } from "../../api/imports";
import { sentence } from "../../api/error";
import type { Chosen } from "../../domain/dropped";
import { Scope } from "../../scope/scope";
import { createStore } from "../../state/store";
import { forgetUpload, knownUpload, rememberUpload } from "./remembered";
import { sendFile } from "./sending";

export interface Sent {
  path: string;
  file: File;
  state: "waiting" | "sending" | "paused" | "there" | "refused";
  received: number;
  id: string | null;
  problem: string | null;
}

export interface Totals {
  files: number;
  there: number;
  refused: number;
  paused: boolean;
  bytes: number;
  received: number;
}

const AT_ONCE = 3;

/** Add up how far the files are. */
export function totals(all: readonly Sent[]): Totals {
  const sum: Totals = { files: all.length, there: 0, refused: 0, paused: false, bytes: 0, received: 0 };
  for (const { state, file, received } of all) {
    if (state === "refused") {
      sum.refused += 1;
      continue;
    }
    if (state === "there") sum.there += 1;
    if (state === "paused") sum.paused = true;
    sum.bytes += file.size;
    sum.received += received;
  }
  return sum;
}

export function settled(all: readonly Sent[]): boolean {
  return all.every(({ state }) => state === "there" || state === "refused");
}

/** Sends files a few at a time, for as long as it is not stopped. */
export class Uploads {
  readonly all = createStore<readonly Sent[]>([]);
  readonly #timers = new Scope();
  readonly #stops = new Map<string, AbortController>();

  constructor(private readonly project: string) {}

  /** Add files; those that are there already under the same path are replaced. */
  add(chosen: readonly Chosen[]): void {
    const paths = new Set(chosen.map(({ path }) => path));
    for (const path of paths) this.#stops.get(path)?.abort();
    const fresh = chosen.map(({ path, file }): Sent => ({ path, file, state: "waiting", received: 0, id: null, problem: null }));
    this.all.set((now) => [...now.filter(({ path }) => !paths.has(path)), ...fresh]);
    this.#next();
  }

  again(path: string): void {
    this.#change(path, { state: "waiting", problem: null });
    this.#next();
  }

  /** Take a file out; what of it is on the server is removed there. */
  remove(path: string): void {
    const gone = this.all.get().find((one) => one.path === path);
    this.#stops.get(path)?.abort();
    this.all.set((now) => now.filter((one) => one.path !== path));
    if (gone) forgetUpload(this.project, gone);
    if (gone?.id) void dropUpload(gone.id).catch(() => undefined);
    this.#next();
  }

  /** Forget everything: the import has taken the files, or (`drop`) they are not wanted. */
  clear(drop: boolean): void {
    for (const { path } of this.all.get()) {
      if (drop) this.remove(path);
    }
    for (const one of this.all.get()) forgetUpload(this.project, one);
    this.all.set([]);
  }

  #next(): void {
    const all = this.all.get();
    const busy = all.filter(({ state }) => state === "sending" || state === "paused").length;
    for (const one of all.filter(({ state }) => state === "waiting").slice(0, Math.max(0, AT_ONCE - busy))) void this.#send(one);
  }

  async #send({ path, file }: Sent): Promise<void> {
    const stop = new AbortController();
    this.#stops.set(path, stop);
    this.#change(path, { state: "sending" });
    const change = (to: Partial<Sent>) => {
      if (!stop.signal.aborted) this.#change(path, to);
    };
    try {
      const id = await sendFile({
        api: { start: (name, size) => startUpload(this.project, name, size), state: uploadState, part: sendPart },
        file, name: path, known: knownUpload(this.project, { path, file }), signal: stop.signal,
        begun: (begun) => {
          rememberUpload(this.project, { path, file }, begun);
          change({ id: begun });
        },
        progress: (received, waiting) => change({ received, state: waiting ? "paused" : "sending" }),
        pause: (milliseconds) => new Promise((go) => this.#timers.after(milliseconds, go)),
      });
      change({ state: "there", id, received: file.size });
    } catch (error) {
      change({ state: "refused", problem: sentence(error) });
    }
    this.#next();
  }

  #change(path: string, to: Partial<Sent>): void {
    this.all.set((now) => now.map((one) => (one.path === path ? { ...one, ...to } : one)));
  }
}
