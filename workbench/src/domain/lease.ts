/** The lease of an assignment: how long it is one's own. */

export type LeaseState = { state: "held"; minutes: number } | { state: "ending"; seconds: number } | { state: "lapsed" };

const SOON = 120_000;

/** What to say of a lease that ends at a time (ISO 8601), seen from now (milliseconds). */
export function leaseState(endsAt: string, now: number): LeaseState {
  const left = Date.parse(endsAt) - now;
  if (Number.isNaN(left) || left > SOON) return { state: "held", minutes: Math.max(1, Math.round((left || 0) / 60_000)) };
  return left > 0 ? { state: "ending", seconds: Math.ceil(left / 1000) } : { state: "lapsed" };
}

/** When to say again that one is still at it: a third of what is left, 20 s to 2 min. */
export function beatAfter(endsAt: string, now: number): number {
  const left = Date.parse(endsAt) - now;
  return Math.min(Math.max((Number.isNaN(left) ? 0 : left) / 3, 20_000), 120_000);
}
