/** The difference between two guidelines, in reading order: clauses, then tasks, each with its labels. */

import type { Change, Clause, Label, Task } from "../api/types";
import { shown } from "./labels";
import { wordsChanged } from "./words";

export interface Content {
  clauses: readonly Clause[];
  tasks: readonly Task[];
}

export function difference(before: Content, after: Content): Change[] {
  const clauses = compared("clause", before.clauses, after.clauses, ({ id }) => id, ({ text }) => text, (clause) => ({ text: clause.text }));
  const tasks = compared("task", before.tasks, after.tasks, ({ name }) => name, ({ question, name }) => question || name, fieldsOf);
  const old = new Map(before.tasks.map((task) => [task.name, task]));
  const labels = after.tasks.flatMap((task) => {
    const was = old.get(task.name);
    return was ? labelsChanged(task.name, was.labels, task.labels) : [];
  });
  return [...clauses, ...tasks, ...labels];
}

function fieldsOf({ question, kind, required, subjective, per }: Task): Record<string, string> {
  return { question, kind, required: required ? "yes" : "no", subjective: subjective ? "yes" : "no", per };
}

function labelsChanged(task: string, before: readonly Label[], after: readonly Label[]): Change[] {
  const fields = (label: Label) => ({ name: shown(label), description: label.description ?? "" });
  const changed = compared("label", before, after, ({ id }) => id, shown, fields, task);
  const ids = (some: readonly Label[], others: readonly Label[]) => some.map(({ id }) => id).filter((id) => others.some((other) => other.id === id));
  const [was, is] = [ids(before, after).join(", "), ids(after, before).join(", ")];
  if (was === is) return changed;
  const moved: Change = { what: "task", id: task, task: null, change: "moved", field: "labels", pieces: [{ what: "removed", text: was }, { what: "added", text: is }] };
  return [...changed, moved];
}

function compared<T>(
  what: Change["what"], before: readonly T[], after: readonly T[],
  key: (one: T) => string, title: (one: T) => string, fields: (one: T) => Record<string, string>, task: string | null = null,
): Change[] {
  const old = new Map(before.map((one) => [key(one), one]));
  const now = new Map(after.map((one) => [key(one), one]));
  const order = new Set([...now.keys(), ...old.keys()]);
  return [...order].flatMap((id): Change[] => {
    const [was, is] = [old.get(id), now.get(id)];
    if (was === undefined) return is === undefined ? [] : [{ what, id, task, change: "added", field: null, pieces: [{ what: "added", text: title(is) }] }];
    if (is === undefined) return [{ what, id, task, change: "removed", field: null, pieces: [{ what: "removed", text: title(was) }] }];
    const [a, b] = [fields(was), fields(is)];
    return Object.keys(b).filter((field) => a[field] !== b[field]).map((field) => (
      { what, id, task, change: "changed", field, pieces: wordsChanged(a[field] ?? "", b[field] ?? "") }
    ));
  });
}
