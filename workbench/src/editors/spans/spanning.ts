/** Marking text: the selection, the task it is for, and what can be done with both. */

import type { Undo } from "../../actions/action";
import type { Task } from "../../api/types";
import { mark, remove, type Span } from "../../domain/spans";
import type { Answering } from "../answering/answering";
import { text } from "../answering/text";
import type { SpanSelection } from "./selection";

export interface Spanning {
  answering: Answering;
  task: Task;
  selection: SpanSelection;
}

export function spansOf({ answering, task }: Spanning): readonly Span[] {
  const draft = answering.draft(task);
  return draft.shape === "spans" ? draft.spans : [];
}

/** Mark what is selected; null when nothing is. */
export function markSelected(spanning: Spanning, label: string | null): Undo | null {
  const { range } = spanning.selection.selected.get();
  return range ? put(spanning, mark(spansOf(spanning), range, label), text.marked) : null;
}

/** Remove the marks over what is selected. */
export function unmarkSelected(spanning: Spanning): Undo | null {
  const { range } = spanning.selection.selected.get();
  if (!range) return null;
  return put(spanning, spansOf(spanning).filter(({ start, end }) => end <= range.start || range.end <= start), text.unmarked);
}

export function unmark(spanning: Spanning, span: Span): Undo | null {
  return put(spanning, remove(spansOf(spanning), span), text.unmarked);
}

function put({ answering, task }: Spanning, spans: readonly Span[], what: string): Undo | null {
  const before = answering.draft(task);
  if (before.shape === "spans" && before.spans.length === spans.length && before.spans.every((span, at) => span === spans[at])) return null;
  answering.active.set(task.name);
  return answering.change(task, { shape: "spans", spans, none: false }, what);
}
