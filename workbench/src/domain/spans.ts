/** Spans of a text. They are counted in Unicode code points, as the server counts; JavaScript counts UTF-16 units. */

import type { Mark } from "./work";

/** Code points [start, end) with a label. `track` names the text: in a whole conversation the turn's position. */
export interface Span {
  start: number;
  end: number;
  label: string | null;
  track: string | null;
}

export interface Range {
  start: number;
  end: number;
}

/** The number of code points in a text. */
export function size(text: string): number {
  let count = 0;
  for (let unit = 0; unit < text.length; unit += width(text, unit)) count += 1;
  return count;
}

/** UTF-16 place → code point. A place inside a pair counts as before it. */
export function toPoint(text: string, unit: number): number {
  let count = 0;
  for (let at = 0; at < unit && at < text.length; count += 1) {
    const next = at + width(text, at);
    if (next > unit) break;
    at = next;
  }
  return count;
}

/** Code point → UTF-16 place; beyond the end it is the end. */
export function toUnit(text: string, point: number): number {
  let at = 0;
  for (let count = 0; count < point && at < text.length; count += 1) at += width(text, at);
  return at;
}

function width(text: string, unit: number): number {
  return (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
}

/** The text of a span. */
export function cut(text: string, { start, end }: Range): string {
  return text.slice(toUnit(text, start), toUnit(text, end));
}

const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;

/** The words of a text, in code points: what white space and signs separate, and what a language without spaces separates. */
export function words(text: string): Range[] {
  const found: Range[] = [];
  let point = 0;
  for (const { segment, isWordLike } of pieces(text)) {
    const length = size(segment);
    if (isWordLike) found.push({ start: point, end: point + length });
    point += length;
  }
  return found;
}

function pieces(text: string): Iterable<{ segment: string; isWordLike?: boolean }> {
  if (segmenter) return segmenter.segment(text);
  return (text.match(/[\p{L}\p{M}\p{N}_'’-]+|[^\p{L}\p{M}\p{N}_'’-]+/gu) ?? [])
    .map((segment) => ({ segment, isWordLike: /[\p{L}\p{N}]/u.test(segment) }));
}

/** Grow a range to whole words; a range over no word stays as it is. White space at its ends is left out. */
export function toWords(range: Range, all: readonly Range[]): Range {
  const touched = all.filter((word) => word.start < range.end && range.start < word.end);
  const first = touched[0];
  const last = touched.at(-1);
  return first && last ? { start: first.start, end: last.end } : range;
}

/** Move the caret to the next or previous word: an index into `all`, kept inside. Null enters at the first or last. */
export function step(at: number | null, by: 1 | -1, all: readonly Range[]): number | null {
  if (all.length === 0) return null;
  if (at === null) return by > 0 ? 0 : all.length - 1;
  return Math.min(Math.max(at + by, 0), all.length - 1);
}

/** Mark a range; the same range with the same label is taken away again, with another label it is changed. */
export function mark(spans: readonly Span[], range: Range, label: string | null, track: string | null = null): Span[] {
  if (range.end <= range.start) return [...spans];
  const same = (span: Span) => span.start === range.start && span.end === range.end && span.track === track;
  const before = spans.find(same);
  const others = spans.filter((span) => !same(span));
  return before?.label === label && before ? others : ordered([...others, { start: range.start, end: range.end, label, track }]);
}

export function remove(spans: readonly Span[], span: Span): Span[] {
  return spans.filter((other) => keyOf(other) !== keyOf(span));
}

/** What tells a mark from all others. */
export function keyOf({ start, end, label, track }: Span): string {
  return `${track ?? ""} ${start} ${end} ${label ?? ""}`;
}

export function ordered(spans: readonly Span[]): Span[] {
  const place = ({ track }: Span) => (track === null ? -1 : Number(track));
  return [...spans].sort((a, b) => place(a) - place(b) || a.start - b.start || a.end - b.end || ((a.label ?? "") < (b.label ?? "") ? -1 : 1));
}

/** A stretch of text and the spans that cover it; one after another they are the whole text. */
export interface Piece extends Range {
  text: string;
  spans: Span[];
}

/** Cut a text at every end of a span, and at further places. */
export function cutAt(text: string, spans: readonly Span[], further: readonly number[] = []): Piece[] {
  const whole = size(text);
  const places = [0, whole, ...further, ...spans.flatMap(({ start, end }) => [start, end])].filter((at) => at >= 0 && at <= whole);
  const cuts = [...new Set(places)].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index] ?? 0;
    return { start, end, text: cut(text, { start, end }), spans: spans.filter((span) => span.start < end && start < span.end) };
  });
}

export function toMarks(spans: readonly Span[]): Mark[] {
  return ordered(spans).map(({ start, end, label, track }) => ({
    start, end, unit: "char" as const, ...(track === null ? {} : { track }), ...(label === null ? {} : { label }),
  }));
}

export function fromMarks(marks: readonly Mark[]): Span[] {
  return ordered(marks.filter(({ unit }) => unit === "char").map(({ start, end, label, track }) => ({ start, end, label: label ?? null, track: track ?? null })));
}
