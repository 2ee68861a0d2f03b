/** Segments of a recording. Every function returns a new list, ordered by start, then end, then id. */

import type { Mark } from "./work";
import { clamp, contains, exact, overlaps, type Stretch } from "./time";

export interface Segment extends Stretch {
  id: string;
  label: string | null;
  speaker: string | null;
  text: string | null;
  track: string | null;
}

export type Edge = "start" | "end";

/** Nothing shorter can be heard or hit with the pointer. */
export const SHORTEST = 0.01;

export function ordered(segments: readonly Segment[]): Segment[] {
  return [...segments].sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

export function add(segments: readonly Segment[], segment: Segment): Segment[] {
  return ordered([...segments, { ...segment, start: exact(segment.start), end: exact(segment.end) }]);
}

export function remove(segments: readonly Segment[], id: string): Segment[] {
  return segments.filter((segment) => segment.id !== id);
}

export function change(segments: readonly Segment[], id: string, fields: Partial<Omit<Segment, "id">>): Segment[] {
  return ordered(segments.map((segment) => (segment.id === id ? { ...segment, ...fields } : segment)));
}

/** Move one edge; it stops at the other edge and at the ends of the recording. */
export function moveEdge(segments: readonly Segment[], id: string, edge: Edge, to: number, seconds: number): Segment[] {
  const segment = segments.find((one) => one.id === id);
  if (!segment) return [...segments];
  const time = edge === "start" ? clamp(to, 0, segment.end - SHORTEST) : clamp(to, segment.start + SHORTEST, seconds);
  return change(segments, id, { [edge]: exact(time) });
}

/** Move a whole segment, its length kept, inside the recording. */
export function moveBy(segments: readonly Segment[], id: string, by: number, seconds: number): Segment[] {
  const segment = segments.find((one) => one.id === id);
  if (!segment) return [...segments];
  const step = clamp(by, -segment.start, seconds - segment.end);
  return change(segments, id, { start: exact(segment.start + step), end: exact(segment.end + step) });
}

/** Cut a segment in two at a time inside it; the text is cut by the share of time, between words. `newId` names the second. */
export function split(segments: readonly Segment[], id: string, at: number, newId: string): Segment[] {
  const segment = segments.find((one) => one.id === id);
  if (!segment || at - segment.start < SHORTEST || segment.end - at < SHORTEST) return [...segments];
  const time = exact(at);
  const [before, after] = cutText(segment.text, (time - segment.start) / (segment.end - segment.start));
  return add(change(segments, id, { end: time, text: before }), { ...segment, id: newId, start: time, text: after });
}

/** Join a segment with the next one of the same lane, whatever lies between; null when there is none. */
export function mergeWithNext(segments: readonly Segment[], id: string): Segment[] | null {
  const all = ordered(segments);
  const index = all.findIndex((segment) => segment.id === id);
  const segment = all[index];
  const next = all.slice(index + 1).find((other) => segment && sameLane(segment, other));
  if (!segment || !next) return null;
  const text = [segment.text, next.text].filter(Boolean).join(" ") || null;
  return change(remove(all, next.id), id, { end: Math.max(segment.end, next.end), text });
}

function sameLane(a: Segment, b: Segment): boolean {
  return a.speaker === b.speaker && a.track === b.track;
}

function cutText(text: string | null, share: number): [string | null, string | null] {
  if (!text) return [text, text];
  const words = text.trim().split(/\s+/u);
  const at = Math.round(words.length * share);
  return [words.slice(0, at).join(" ") || null, words.slice(at).join(" ") || null];
}

/** The nearest of the times worth meeting within reach, or the time itself. */
export function snap(time: number, worth: readonly number[], reach: number): number {
  let best = time;
  let nearest = reach;
  for (const other of worth) {
    const distance = Math.abs(other - time);
    if (distance <= nearest && (distance < nearest || other < best)) [best, nearest] = [other, distance];
  }
  return best;
}

/** The segments that lie at a time, the shortest first: it is the hardest to hit. */
export function at(segments: readonly Segment[], time: number): Segment[] {
  return segments.filter((segment) => contains(segment, time)).sort((a, b) => a.end - a.start - (b.end - b.start));
}

/** The segment after or before one, in order; with null the first from a time on, or the last before it. */
export function neighbour(segments: readonly Segment[], id: string | null, by: 1 | -1, time: number): Segment | null {
  const all = ordered(segments);
  const index = all.findIndex((segment) => segment.id === id);
  if (index >= 0) return all[index + by] ?? null;
  return (by > 0 ? all.find(({ end }) => end > time) : all.findLast(({ start }) => start < time)) ?? null;
}

/** The stretches where two or more segments speak at once, joined where they touch. */
export function spokenOver(segments: readonly Stretch[]): Stretch[] {
  const events = segments.filter(({ start, end }) => end > start)
    .flatMap(({ start, end }) => [{ time: start, by: 1 }, { time: end, by: -1 }]);
  events.sort((a, b) => a.time - b.time || a.by - b.by);
  const found: Stretch[] = [];
  let open = 0;
  for (const { time, by } of events) {
    if (by > 0 && open === 1) begin(found, time);
    open += by;
    const last = found.at(-1);
    if (by < 0 && open === 1 && last) last.end = time;
  }
  return found.filter(({ start, end }) => end > start);
}

function begin(found: Stretch[], time: number): void {
  const last = found.at(-1);
  if (last?.end === time) return;
  found.push({ start: time, end: time });
}

/** Whether any two segments of one speaker overlap: nobody speaks twice at once. */
export function clashes(segments: readonly Segment[]): [Segment, Segment] | null {
  const all = ordered(segments);
  for (const [index, one] of all.entries()) {
    const other = all.slice(index + 1).find((next) => sameLane(one, next) && overlaps(one, next));
    if (other) return [one, other];
  }
  return null;
}

export function toMarks(segments: readonly Segment[]): Mark[] {
  return ordered(segments).map(({ start, end, label, speaker, text, track }) => ({
    start, end, unit: "s" as const,
    ...(track === null ? {} : { track }),
    ...(label === null ? {} : { label }),
    ...(speaker === null ? {} : { speaker }),
    ...(text === null ? {} : { text }),
  }));
}

/** Segments from an answer; ids follow from their order. */
export function fromMarks(marks: readonly Mark[]): Segment[] {
  const timed = marks.filter(({ unit }) => unit === "s");
  return ordered(timed.map(({ start, end, label, speaker, text, track }, index) => ({
    id: `m${String(index).padStart(5, "0")}`, start, end,
    label: label ?? null, speaker: speaker ?? null, text: text ?? null, track: track ?? null,
  })));
}
