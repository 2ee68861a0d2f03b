/** Answers of several people to the same task, beside each other: which are the same, and where they part. */

import { overlaps, type Stretch } from "./time";
import type { Answer, Mark } from "./work";

/** The same text for the same answer, whatever order its parts came in. */
export function canonical(answer: Answer): string {
  if (!Array.isArray(answer)) return JSON.stringify(typeof answer === "string" ? answer.normalize("NFC") : answer);
  const parts = answer.map((part) => (typeof part === "string" ? JSON.stringify(part.normalize("NFC")) : keyOf(part)));
  return `[${parts.sort().join(",")}]`;
}

function keyOf({ start, end, unit, label, speaker, text, track }: Mark): string {
  return JSON.stringify([start, end, unit, label ?? null, speaker ?? null, text ?? null, track ?? null]);
}

/** For each answer the number of its group; groups are numbered in the order in which they appear. */
export function groups(answers: readonly Answer[]): number[] {
  const seen = new Map<string, number>();
  return answers.map((answer) => {
    const key = canonical(answer);
    const group = seen.get(key) ?? seen.size;
    seen.set(key, group);
    return group;
  });
}

export function agree(answers: readonly Answer[]): boolean {
  return new Set(groups(answers)).size <= 1;
}

/** How many other answers are the same as each. */
export function companions(answers: readonly Answer[]): number[] {
  const all = groups(answers);
  return all.map((group) => all.filter((other) => other === group).length - 1);
}

export function marksOf(answer: Answer): Mark[] {
  return Array.isArray(answer) ? answer.filter((part): part is Mark => typeof part === "object") : [];
}

/** The marks of each answer that some other answer does not have in the same way; edges may lie `within` of each other. */
export function differing(answers: readonly Answer[], within = 0): Mark[][] {
  const all = answers.map(marksOf);
  return all.map((marks) => marks.filter((mark) => all.some((others) => !others.some((theirs) => alike(mark, theirs, within)))));
}

/** The stretches in which the answers part, joined where they overlap or touch; `within` seconds do not count as a difference. */
export function disputed(answers: readonly Answer[], within = 0): Stretch[] {
  const all = differing(answers, within).flat().sort((a, b) => a.start - b.start || a.end - b.end);
  const found: Stretch[] = [];
  for (const { start, end } of all) {
    const last = found.at(-1);
    if (last && (overlaps(last, { start, end }) || last.end === start)) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

function alike(a: Mark, b: Mark, within: number): boolean {
  const near = (one: number, other: number) => Math.abs(one - other) <= within + 1e-9;
  return a.unit === b.unit && a.track === b.track && a.label === b.label && a.speaker === b.speaker && a.text === b.text && near(a.start, b.start) && near(a.end, b.end);
}
