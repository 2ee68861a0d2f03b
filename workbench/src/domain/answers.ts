/** The answers being given to the tasks of one item. */

import type { Task } from "../api/types";
import * as segments from "./segments";
import * as spans from "./spans";
import type { Answer, TaskAnswer } from "./work";

/** What is in an editor: an answer as it is worked on. Undefined while nothing was answered. */
export type Draft =
  /** `none`: it was said that no label applies, where several may. */
  | { shape: "choice"; labels: readonly string[]; none?: boolean }
  | { shape: "number"; value: number | null }
  | { shape: "text"; text: string }
  | { shape: "spans"; spans: readonly spans.Span[]; none: boolean }
  | { shape: "segments"; segments: readonly segments.Segment[]; none: boolean };

export type Drafts = Readonly<Record<string, Draft>>;

/** The editor a task needs. A scale with labels is a choice, without labels a number. */
export function emptyDraft({ kind, labels }: Task): Draft {
  if (kind === "scale" && labels.length === 0) return { shape: "number", value: null };
  if (kind === "transcript" || kind === "rewrite") return { shape: "text", text: "" };
  if (kind === "spans") return { shape: "spans", spans: [], none: false };
  if (kind === "segments") return { shape: "segments", segments: [], none: false };
  return { shape: "choice", labels: [] };
}

/** Choose a label: of one-label tasks it replaces the one before; the same again takes it away. */
export function choose({ kind, labels: scheme }: Task, labels: readonly string[], label: string): string[] {
  const has = labels.includes(label);
  if (kind !== "categories") return has ? [] : [label];
  const chosen = has ? labels.filter((other) => other !== label) : [...labels, label];
  const place = (id: string) => scheme.findIndex((one) => one.id === id);
  return [...chosen].sort((a, b) => place(a) - place(b));
}

/** Whether something was answered. No marks, and no labels of several, are an answer only when that was said. */
export function isAnswered(draft: Draft | undefined): boolean {
  if (!draft) return false;
  if (draft.shape === "choice") return draft.labels.length > 0 || (draft.none ?? false);
  if (draft.shape === "number") return draft.value !== null;
  if (draft.shape === "text") return draft.text.trim().length > 0;
  return draft.shape === "spans" ? draft.spans.length > 0 || draft.none : draft.segments.length > 0 || draft.none;
}

/** A task that keeps an item from being submitted, and why. */
export interface Open {
  task: Task;
  why: "unanswered" | "unlabelled";
}

/** What is still open: tasks that must be answered and are not, and marks without a label where there are labels. */
export function stillOpen(tasks: readonly Task[], drafts: Drafts): Open[] {
  return tasks.flatMap((task): Open[] => {
    const draft = drafts[task.name];
    if (!isAnswered(draft)) return task.required ? [{ task, why: "unanswered" }] : [];
    return task.labels.length > 0 && marksIn(draft).some(({ label }) => label === null) ? [{ task, why: "unlabelled" }] : [];
  });
}

function marksIn(draft: Draft | undefined): readonly { label: string | null }[] {
  if (draft?.shape === "spans") return draft.spans;
  return draft?.shape === "segments" ? draft.segments : [];
}

/** The answer as it goes to the server. */
export function toAnswer(task: Task, draft: Draft): Answer {
  if (draft.shape === "choice") return task.kind === "categories" ? [...draft.labels] : (draft.labels[0] ?? "");
  if (draft.shape === "number") return draft.value ?? 0;
  if (draft.shape === "text") return draft.text.trim();
  return draft.shape === "spans" ? spans.toMarks(draft.spans) : segments.toMarks(draft.segments);
}

/** The answers to all tasks that were answered, in their order. */
export function toAnswers(tasks: readonly Task[], drafts: Drafts): TaskAnswer[] {
  return tasks.flatMap((task) => {
    const draft = drafts[task.name];
    return draft && isAnswered(draft) ? [{ task: task.name, answer: toAnswer(task, draft) }] : [];
  });
}

/** An answer, opened in its editor again; what does not fit the task opens empty. */
export function fromAnswer(task: Task, answer: Answer): Draft {
  const empty = emptyDraft(task);
  const marks = Array.isArray(answer) ? answer.filter((one) => typeof one === "object") : [];
  switch (empty.shape) {
    case "choice": return opened(task, labelsOf(answer));
    case "number": return { shape: "number", value: typeof answer === "number" ? answer : null };
    case "text": return { shape: "text", text: typeof answer === "string" ? answer : "" };
    case "spans": return { shape: "spans", spans: spans.fromMarks(marks), none: marks.length === 0 };
    case "segments": return { shape: "segments", segments: segments.fromMarks(marks), none: marks.length === 0 };
  }
}

export function fromAnswers(tasks: readonly Task[], answers: readonly TaskAnswer[]): Drafts {
  const pairs = tasks.flatMap((task) => {
    const given = answers.find((one) => one.task === task.name);
    return given ? [[task.name, fromAnswer(task, given.answer)] as const] : [];
  });
  return Object.fromEntries(pairs);
}

function opened({ kind }: Task, labels: readonly string[]): Draft {
  return kind === "categories" && labels.length === 0 ? { shape: "choice", labels, none: true } : { shape: "choice", labels };
}

function labelsOf(answer: Answer): string[] {
  if (typeof answer === "string") return answer ? [answer] : [];
  return Array.isArray(answer) ? answer.filter((one): one is string => typeof one === "string") : [];
}
