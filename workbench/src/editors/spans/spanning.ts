/** Marking text: the texts there are, which of them the keys are in, and what can be done with what is selected. */

import type { Undo } from "../../actions/action";
import type { Task } from "../../api/types";
import { mark, remove, type Span } from "../../domain/spans";
import type { Conversation } from "../../domain/work";
import { createStore, type Store } from "../../state/store";
import type { Answering } from "../answering/answering";
import { text } from "../answering/text";
import { SpanSelection } from "./selection";

/** One text that can be marked. */
export interface Marked {
  /** The turn's position. */
  position: number;
  /** What its marks carry: nothing where one turn is asked about. */
  track: string | null;
  selection: SpanSelection;
}

export class Spanning {
  readonly answering: Answering;
  readonly task: Task;
  readonly texts: readonly Marked[];
  /** The text in which something is selected. */
  readonly current: Store<Marked | null> = createStore<Marked | null>(null);

  constructor(answering: Answering, task: Task, texts: readonly Marked[]) {
    this.answering = answering;
    this.task = task;
    this.texts = texts;
  }

  get spans(): readonly Span[] {
    const draft = this.answering.draft(this.task);
    return draft.shape === "spans" ? draft.spans : [];
  }

  at(position: number): Marked | undefined {
    return this.texts.find((one) => one.position === position);
  }

  /** The text a mark lies in. */
  under(span: Span): Marked | undefined {
    return this.texts.find(({ track }) => track === span.track);
  }

  /** The keys are in a text now: what is selected elsewhere no longer is. */
  enter(marked: Marked): void {
    if (this.current.get() === marked) return;
    this.current.get()?.selection.clear();
    this.current.set(marked);
  }

  /** The text before or after the current one; the first where there is none. */
  beside(by: 1 | -1): Marked | undefined {
    const here = this.current.get();
    return here ? this.texts[this.texts.indexOf(here) + by] : this.texts[0];
  }

  /** Mark what is selected; null when nothing is. */
  mark(label: string | null): Undo | null {
    const here = this.current.get();
    const range = here?.selection.selected.get().range;
    return here && range ? this.#put(mark(this.spans, range, label, here.track), text.marked) : null;
  }

  /** Remove the marks over what is selected. */
  unmarkSelected(): Undo | null {
    const here = this.current.get();
    const range = here?.selection.selected.get().range;
    if (!here || !range) return null;
    const kept = this.spans.filter(({ start, end, track }) => track !== here.track || end <= range.start || range.end <= start);
    return this.#put(kept, text.unmarked);
  }

  unmark(span: Span): Undo | null {
    return this.#put(remove(this.spans, span), text.unmarked);
  }

  #put(spans: readonly Span[], what: string): Undo | null {
    const before = this.spans;
    if (before.length === spans.length && before.every((span, at) => span === spans[at])) return null;
    this.answering.active.set(this.task.name);
    return this.answering.change(this.task, { shape: "spans", spans, none: false }, what);
  }
}

/** The texts of an item that can be marked: the turn asked about, or every turn of the conversation. */
export function markedTexts({ turns }: Pick<Conversation, "turns">, target: { position: number } | null): Marked[] {
  return turns.flatMap(({ position, text: said }) => {
    if (!said || (target && target.position !== position)) return [];
    return [{ position, track: target ? null : String(position), selection: new SpanSelection(said) }];
  });
}
