/** Which words of the turn are selected, by keyboard or mouse. */

import { cut, size, step, toWords, words, type Range } from "../../domain/spans";
import { createStore, type Store } from "../../state/store";

export interface Selected {
  range: Range | null;
  /** Words by number: where the selection began, and where the caret is. */
  anchor: number | null;
  caret: number | null;
}

const NONE: Selected = { range: null, anchor: null, caret: null };

export class SpanSelection {
  readonly selected: Store<Selected> = createStore(NONE);
  readonly text: string;
  readonly words: readonly Range[];

  constructor(text: string) {
    this.text = text;
    this.words = words(text);
  }

  /** Go to the next or previous word; `extend` keeps the words before selected. */
  step(by: 1 | -1, extend: boolean): void {
    this.selected.set(({ anchor, caret }) => {
      const next = step(caret, by, this.words);
      const first = extend && anchor !== null ? anchor : next;
      return { anchor: first, caret: next, range: this.#between(first, next) };
    });
  }

  /** Select what the mouse has swept over, grown to whole words unless `exactly`. */
  sweep(range: Range, exactly: boolean): void {
    const inside = { start: Math.max(0, range.start), end: Math.min(size(this.text), range.end) };
    if (inside.end <= inside.start) return this.clear();
    const grown = exactly ? inside : toWords(inside, this.words);
    const at = (point: number) => this.words.findIndex(({ start, end }) => start <= point && point < end);
    const [anchor, caret] = [at(grown.start), at(grown.end - 1)];
    this.selected.set({ range: grown, anchor: anchor < 0 ? null : anchor, caret: caret < 0 ? null : caret });
  }

  clear(): void {
    this.selected.set(NONE);
  }

  /** What is selected, as text. */
  get quoted(): string {
    const { range } = this.selected.get();
    return range ? cut(this.text, range) : "";
  }

  #between(a: number | null, b: number | null): Range | null {
    const [one, other] = [this.words[a ?? -1], this.words[b ?? -1]];
    if (!one || !other) return null;
    return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
  }
}
