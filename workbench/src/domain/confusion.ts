/** Pairs of labels that are given to the same items, as a square table. */

import type { Confusion, Disputed } from "../api/types";

export type { Confusion, Disputed } from "../api/types";

export interface Cell {
  a: string;
  b: string;
  confusion: Confusion | null;
  /** 0 to 5: how dark it is drawn. 0 is nothing. */
  shade: number;
}

const SHADES = 5;

/** The labels in the table: those confused, in the scheme's order, then others; at most so many, the most confused ones. */
export function confusedLabels(confusions: readonly Confusion[], scheme: readonly string[], most: number): string[] {
  const weight = new Map<string, number>();
  for (const { labels, pairs } of confusions) for (const label of labels) weight.set(label, (weight.get(label) ?? 0) + pairs);
  const place = (label: string) => {
    const at = scheme.indexOf(label);
    return at < 0 ? scheme.length : at;
  };
  const kept = [...weight].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most).map(([label]) => label);
  return kept.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** The square, row by row; it is the same along both sides of its diagonal. */
export function square(confusions: readonly Confusion[], labels: readonly string[]): Cell[][] {
  const worst = Math.max(0, ...confusions.map(({ pairs }) => pairs));
  const known = new Map(confusions.map((confusion) => [keyOf(...confusion.labels), confusion]));
  return labels.map((a) => labels.map((b) => {
    const confusion = a === b ? null : (known.get(keyOf(a, b)) ?? null);
    return { a, b, confusion, shade: confusion && worst > 0 ? Math.ceil((confusion.pairs / worst) * SHADES) : 0 };
  }));
}

function keyOf(a: string, b: string): string {
  return JSON.stringify(a < b ? [a, b] : [b, a]);
}

/** The disputed items to which every one of some labels was given. */
export function withLabels(disputed: readonly Disputed[], labels: readonly string[]): Disputed[] {
  return disputed.filter(({ answers }) => labels.every((label) => (answers[label] ?? 0) > 0));
}
