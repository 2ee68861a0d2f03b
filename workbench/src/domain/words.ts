import type { Piece } from "../api/types";

/** Above so many pairs of words to compare, the changed stretch is shown as a whole. */
const MOST_PAIRS = 4_000_000;

/** Return two texts as one, in stretches of whole words that stayed, went or came. */
export function wordsChanged(before: string, after: string): Piece[] {
  const old = words(before);
  const now = words(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const middle = compare(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return joined([
    { what: "same", text: old.slice(0, start).join("") },
    ...middle,
    { what: "same", text: end > 0 ? old.slice(-end).join("") : "" },
  ]);
}

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu) ?? [];
}

function compare(old: string[], now: string[]): Piece[] {
  if (old.length * now.length > MOST_PAIRS) {
    return [{ what: "removed", text: old.join("") }, { what: "added", text: now.join("") }];
  }
  const shared = sharedLengths(old, now);
  const width = now.length + 1;
  const pieces: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const [was, is] = [old[i], now[j]];
    if (was !== undefined && was === is) {
      pieces.push({ what: "same", text: was });
      i += 1;
      j += 1;
    } else if (was !== undefined && (is === undefined || (shared[(i + 1) * width + j] ?? 0) >= (shared[i * width + j + 1] ?? 0))) {
      pieces.push({ what: "removed", text: was });
      i += 1;
    } else {
      pieces.push({ what: "added", text: is ?? "" });
      j += 1;
    }
  }
  return pieces;
}

/** For every two places the length of the longest common run of words from there on, row by row. */
function sharedLengths(old: string[], now: string[]): Uint32Array {
  const width = now.length + 1;
  const shared = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const longer = Math.max(shared[(i + 1) * width + j] ?? 0, shared[i * width + j + 1] ?? 0);
      shared[i * width + j] = old[i] === now[j] ? (shared[(i + 1) * width + j + 1] ?? 0) + 1 : longer;
    }
  }
  return shared;
}

/** Put neighbours together; a space between two changes belongs to them, since "the first" → "every" reads better whole. */
function joined(pieces: Piece[]): Piece[] {
  const result: Piece[] = [];
  let removed = "";
  let added = "";
  const close = () => {
    if (removed) result.push({ what: "removed", text: removed });
    if (added) result.push({ what: "added", text: added });
    removed = added = "";
  };
  for (const [index, { what, text }] of pieces.entries()) {
    if (!text) continue;
    const next = pieces.slice(index + 1).find((piece) => piece.text);
    if (what === "removed") removed += text;
    else if (what === "added") added += text;
    else if (!text.trim() && (removed || added) && next && next.what !== "same") {
      removed += text;
      added += text;
    } else {
      close();
      const last = result.at(-1);
      if (last?.what === "same") last.text += text;
      else result.push({ what, text });
    }
  }
  close();
  return result;
}
