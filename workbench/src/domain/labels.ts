import type { Label } from "../api/types";

const COLOURS = 8;

/** The name shown for a label; its id where it has none. */
export function shown(label: Label): string {
  return label.name || label.id;
}

/** The colour of the label at a place in its scheme, 1 to 8; after eight they come again. */
export function colourOf(index: number): number {
  return (index % COLOURS) + 1;
}

/** The key of the label at a place: 1 to 9, then 0; none after ten. */
export function keyOf(index: number): string | null {
  return index < 9 ? String(index + 1) : index === 9 ? "0" : null;
}
