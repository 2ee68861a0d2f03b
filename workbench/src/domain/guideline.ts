/** Rules for a guideline before it is published: the same as the server's, told while one writes. */

import type { Clause, Kind, Label, Task } from "../api/types";
import type { Content } from "./difference";

export const KINDS: readonly Kind[] = ["category", "categories", "scale", "preference", "spans", "segments", "transcript", "rewrite"];

const NEED_LABELS: ReadonlySet<Kind> = new Set(["category", "categories", "preference"]);
const NO_LABELS: ReadonlySet<Kind> = new Set(["transcript", "rewrite"]);
const SIDES = new Set(["a", "b", "tie"]);

export const takesLabels = (kind: Kind) => !NO_LABELS.has(kind);

export interface Trouble {
  /** Which part of the guideline: "clause 3", "task intent". */
  where: string;
  text: string;
}

/** Return what keeps a guideline from being published; nothing when it can be. */
export function troubles({ clauses, tasks }: Content): Trouble[] {
  const found: Trouble[] = [];
  if (tasks.length === 0) found.push({ where: "tasks", text: "There is no task yet: add the first question." });
  found.push(...clauses.flatMap((clause, index) => clauseTroubles(clause, index)));
  found.push(...twice(clauses.map(({ id }) => id), "clauses", "Two clauses have the number"));
  found.push(...tasks.flatMap((task, index) => taskTroubles(task, index)));
  found.push(...twice(tasks.map(({ name }) => name), "tasks", "Two tasks have the name"));
  return found;
}

function clauseTroubles({ id, text }: Clause, index: number): Trouble[] {
  const where = id.trim() ? `clause ${id}` : `clause at place ${index + 1}`;
  const found: Trouble[] = [];
  if (!id.trim()) found.push({ where, text: "It needs a number, such as 4.2." });
  if (!text.trim()) found.push({ where, text: "It has no text." });
  return found;
}

function taskTroubles({ name, kind, labels }: Task, index: number): Trouble[] {
  const where = name.trim() ? `task ${name}` : `task at place ${index + 1}`;
  const say = (text: string): Trouble => ({ where, text });
  const found: Trouble[] = [];
  if (!name.trim()) found.push(say("It needs a name."));
  if (NEED_LABELS.has(kind) && labels.length < 2) found.push(say("It needs at least two labels."));
  if (NO_LABELS.has(kind) && labels.length > 0) found.push(say("A text takes no labels."));
  if (labels.some(({ id }) => !id.trim())) found.push(say("A label has no id."));
  if (labels.some(({ id }) => id.startsWith("p:"))) found.push(say("A label's id must not begin with p:, which marks probabilities in tables."));
  if (kind === "preference" && labels.some(({ id }) => !SIDES.has(id))) found.push(say("The labels of a preference are a, b and tie."));
  found.push(...twice(labels.map(({ id }) => id), where, "Two labels have the id"));
  return found;
}

function twice(names: string[], where: string, what: string): Trouble[] {
  const again = names.map((name) => name.trim()).find((name, index, all) => name && all.indexOf(name) !== index);
  return again === undefined ? [] : [{ where, text: `${what} ${again}: give each its own.` }];
}

/** Return an id made from a name: short, in small letters, of any script, not among those taken. */
export function idFrom(name: string, taken: readonly string[]): string {
  const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLocaleLowerCase("en");
  const base = plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "label";
  if (!taken.includes(base)) return base;
  let next = 2;
  while (taken.includes(`${base}-${next}`)) next += 1;
  return `${base}-${next}`;
}

/** Return the number for one more clause: after 3.1 comes 4. */
export function nextClause(clauses: readonly Clause[]): string {
  const highest = Math.max(0, ...clauses.map(({ id }) => Number.parseInt(id, 10)).filter(Number.isFinite));
  return String(highest + 1);
}

/** Return a label list that fits a kind: sides for a preference, none for texts. */
export function labelsFor(kind: Kind, labels: readonly Label[]): Label[] {
  if (!takesLabels(kind)) return [];
  if (kind === "preference") return [{ id: "a", name: "A" }, { id: "b", name: "B" }, { id: "tie", name: "Neither is better" }];
  return [...labels];
}

/** Return the content as it is sent: without blanks around, and without names that say nothing. */
export function cleaned({ clauses, tasks }: Content): { clauses: Clause[]; tasks: Task[] } {
  return {
    clauses: clauses.map(({ id, text }) => ({ id: id.trim(), text: text.trim() })),
    tasks: tasks.map((task) => ({
      ...task, name: task.name.trim(), question: task.question.trim(),
      labels: task.labels.map((label) => ({ ...label, id: label.id.trim(), name: label.name?.trim() || null })),
    })),
  };
}
