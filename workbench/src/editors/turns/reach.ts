/** Which turns are in the page: at first those around the one that is asked about, soon all of them. */

/** The places [first, last) in the list of turns. */
export interface Reach {
  first: number;
  last: number;
}

/** More than a screen holds. */
const BEFORE = 30;
const AFTER = 10;

/** So many more on each side at once: fewer than are noticed by somebody who types meanwhile. */
const STEP = 60;

/** What is drawn at once. `target` is the place of the turn that is asked about; −1: it is about all of them, from the first. */
export function startAt(target: number, count: number): Reach {
  if (count <= BEFORE + AFTER) return { first: 0, last: count };
  const at = Math.max(0, target);
  const first = Math.max(0, at - BEFORE);
  return { first, last: Math.min(count, Math.max(at + AFTER, first + BEFORE + AFTER)) };
}

export function further({ first, last }: Reach, count: number): Reach {
  return { first: Math.max(0, first - STEP), last: Math.min(count, last + STEP) };
}

export function isWhole({ first, last }: Reach, count: number): boolean {
  return first === 0 && last >= count;
}
