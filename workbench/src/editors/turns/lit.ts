import { contains } from "../../domain/time";
import type { Shown, Turn } from "../../domain/work";

/** The turn that is heard at a time: of several at once, the one that began last. −1 when none is. */
export function litAt(turns: readonly Turn[], time: number): number {
  let best = -1;
  let began = -1;
  for (const [index, { start, end }] of turns.entries()) {
    if (start === null || end === null || !contains({ start, end }, time)) continue;
    if (start > began) [best, began] = [index, start];
  }
  return best;
}

/** The place of the first row that reaches below a height; the rows lie below each other. */
function firstBelow(rows: HTMLCollection, height: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? Infinity) > height) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The positions of the first and last turn that can be read now: at least half of it, or half of the view, is in view. */
export function visible(list: HTMLElement): Shown | null {
  const view = list.getBoundingClientRect();
  const rows = list.children;
  let shown = null as Shown | null;
  for (let at = firstBelow(rows, view.top); at < rows.length; at += 1) {
    const row = rows[at] as HTMLElement;
    const box = row.getBoundingClientRect();
    if (box.top >= view.bottom) break;
    const seen = Math.min(box.bottom, view.bottom) - Math.max(box.top, view.top);
    // A row without a position is room for turns that are not in the page yet.
    if (row.dataset["position"] === undefined || seen < Math.min(box.height, view.height) / 2) continue;
    const position = Number(row.dataset["position"]);
    shown = { first: shown?.first ?? position, last: position };
  }
  return shown;
}

/** Both stretches of turns and what lies between. */
export function widened(before: Shown | null, now: Shown): Shown {
  if (before && before.first <= now.first && before.last >= now.last) return before;
  return { first: Math.min(before?.first ?? now.first, now.first), last: Math.max(before?.last ?? now.last, now.last) };
}
