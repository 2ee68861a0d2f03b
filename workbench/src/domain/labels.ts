import type { Label } from "../api/types";

const COLOURS = 8;

/** How a colour is drawn the first time, the second, …: plain, striped, a ring, dotted. */
const PATTERNS = 4;

/** The name shown for a label; its id where it has none. */
export function shown(label: Label): string {
  return label.name || label.id;
}

/** The colour of the label at a place in its scheme, 1 to 8; after eight they come again, in another pattern. */
export function colourOf(index: number): number {
  return (index % COLOURS) + 1;
}

export interface Look {
  colour: number;
  /** 0 to 3. */
  pattern: number;
  /** Where colours and patterns do not suffice: the number of the label. */
  number: number | null;
}

/** How the label at a place is drawn. No two labels of a scheme are drawn alike. */
export function lookOf(index: number): Look {
  const round = Math.floor(index / COLOURS);
  return { colour: colourOf(index), pattern: round % PATTERNS, number: round < PATTERNS ? null : index + 1 };
}

/** Characters that a row of labels holds in the narrowest panel, and what each label takes besides its words. */
const ROW = 54;
const AROUND = 1.5;

/** Whether labels stand beside each other without a word being broken: at spaces they may. */
export function fitsInRow(labels: readonly Label[]): boolean {
  const longest = (label: Label) => Math.max(...shown(label).split(/\s+/).map((word) => Array.from(word).length));
  return labels.reduce((sum, label) => sum + longest(label) + AROUND, 0) <= ROW;
}

/** The key of the label at a place: 1 to 9, then 0; none after ten. */
export function keyOf(index: number): string | null {
  return index < 9 ? String(index + 1) : index === 9 ? "0" : null;
}
