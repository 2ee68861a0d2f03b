/** What the outbox knows and how it changes: pure, so that every order of events can be tried. */

import type { ApiError } from "../../api/error";
import type { Saving } from "../saving";
import type { Entry } from "./entry";
import { text } from "./text";

export type Waiting = Entry & {
  /** Only in this page's memory: the browser could not keep it. */
  unkept: boolean;
  tries: number;
  /** Not before this time (milliseconds). */
  notBefore: number;
};

/** idle: nothing was tried, or the last try went well · unreachable · signed-out: the last try failed so. */
export type Line = "idle" | "unreachable" | "signed-out";

export interface Box {
  entries: readonly Waiting[];
  line: Line;
}

export const EMPTY: Box = { entries: [], line: "idle" };

export type Failure =
  | { what: "unreachable" | "signed-out" }
  /** The server had trouble with this one: later again, the others go on. */
  | { what: "busy"; seconds: number | null }
  | { what: "refused"; code: string; message: string };

/** What an error says about the submission that was tried. What is not understood is tried again: nothing is lost by it. */
export function failureOf(error: Pick<ApiError, "status" | "code" | "message" | "facts"> | null): Failure {
  if (!error) return { what: "busy", seconds: null };
  const { status, code, message, facts } = error;
  if (status === 0) return { what: "unreachable" };
  if (status === 401 || (status === 403 && code === "csrf")) return { what: "signed-out" };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const seconds = Number(facts["seconds"] ?? facts["retry_after"]);
    return { what: "busy", seconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null };
  }
  return { what: "refused", code, message };
}

export function queued(box: Box, entry: Entry, unkept: boolean): Box {
  if (box.entries.some(({ key }) => key === entry.key)) return box;
  return { ...box, entries: inOrder([...box.entries, { ...entry, unkept, tries: 0, notBefore: entry.heldUntil ?? 0 }]) };
}

/** Take over what lies on the shelf: another page may have added, sent or thrown away. What only this page has stays. */
export function looked(box: Box, shelf: readonly Entry[]): Box {
  const known = new Map(box.entries.map((entry) => [entry.key, entry]));
  const found = shelf.map((entry) => {
    const { tries = 0, notBefore = entry.heldUntil ?? 0 } = known.get(entry.key) ?? {};
    return { ...entry, unkept: false, tries, notBefore };
  });
  const keys = new Set(shelf.map(({ key }) => key));
  return { ...box, entries: inOrder([...found, ...box.entries.filter(({ key, unkept }) => unkept && !keys.has(key))]) };
}

/** The next entry to send for a person: the oldest that may be tried, none before an older one of its assignment. */
export function next(box: Box, user: string, now: number): Waiting | null {
  const blocked = new Set<string>();
  for (const entry of box.entries) {
    if (entry.user !== user || entry.refused) continue;
    if (entry.notBefore <= now && !blocked.has(entry.assignment)) return entry;
    blocked.add(entry.assignment);
  }
  return null;
}

/** When to try again by itself (milliseconds), or null when there is nothing to wait for. */
export function wakeAt(box: Box, user: string): number | null {
  if (box.line === "signed-out") return null;
  const times = box.entries.filter((entry) => entry.user === user && !entry.refused).map(({ notBefore }) => notBefore);
  return times.length === 0 ? null : Math.min(...times);
}

export function gone(box: Box, key: string): Box {
  return { ...box, entries: box.entries.filter((entry) => entry.key !== key) };
}

export function confirmed(box: Box, key: string): Box {
  return { ...gone(box, key), line: "idle" };
}

export function failed(box: Box, key: string, failure: Failure, now: number): Box {
  const line = failure.what === "unreachable" || failure.what === "signed-out" ? failure.what : "idle";
  const entries = box.entries.map((entry): Waiting => {
    if (entry.key !== key) return entry;
    if (failure.what === "refused") return { ...entry, refused: { code: failure.code, message: failure.message } };
    const tries = entry.tries + 1;
    const seconds = failure.what === "busy" ? (failure.seconds ?? pause(tries)) : pause(tries);
    return { ...entry, tries, notBefore: now + seconds * 1000 };
  });
  return { line, entries };
}

/** What of an entry is kept on the shelf. */
export function plain(waiting: Waiting): Entry {
  const entry: Entry & Partial<Pick<Waiting, "unkept" | "tries" | "notBefore">> = { ...waiting };
  delete entry.unkept;
  delete entry.tries;
  delete entry.notBefore;
  return entry;
}

/** Everything may be tried at once: the connection is back, or the person signed in again. */
export function awake(box: Box): Box {
  return { line: box.line, entries: box.entries.map((entry): Waiting => (entry.notBefore === 0 ? entry : { ...entry, notBefore: 0 })) };
}

/** Seconds until the next try: 1, 2, 4, 8, then 15. */
export function pause(tries: number): number {
  return Math.min(2 ** Math.max(0, tries - 1), 15);
}

/** What the top bar says. Entries of another person in this browser wait for that person and are not counted. */
export function savingOf(box: Box, user: string): Saving {
  const mine = box.entries.filter((entry) => entry.user === user);
  const refused = mine.filter((entry) => entry.refused);
  const waiting = mine.filter((entry) => !entry.refused);
  const unkept = waiting.filter((entry) => entry.unkept);
  return {
    waiting: waiting.length,
    held: box.line !== "idle",
    problem: unkept.length > 0 ? text.unkept(unkept.length)
      : box.line === "signed-out" && waiting.length > 0 ? text.signedOut(waiting.length)
        : refused.length > 0 ? text.refused(refused.length) : null,
  };
}

function inOrder(entries: Waiting[]): Waiting[] {
  return entries.sort((a, b) => a.queuedAt - b.queuedAt || (a.key < b.key ? -1 : 1));
}
