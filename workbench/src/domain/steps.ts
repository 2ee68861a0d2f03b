/** An undo stack: what was, what is, what was taken back. Never changed in place. */

export interface Steps<T> {
  past: readonly T[];
  now: T;
  future: readonly T[];
  /** What the last step was about: a further step of the same kind (typing on) replaces it. */
  kind: string | null;
}

const DEEPEST = 500;

export function begin<T>(now: T): Steps<T> {
  return { past: [], now, future: [], kind: null };
}

/** Take a step. With a `kind`, a step that follows one of the same kind is not a new one. */
export function take<T>(steps: Steps<T>, now: T, kind: string | null = null): Steps<T> {
  if (Object.is(now, steps.now)) return steps;
  if (kind !== null && kind === steps.kind) return { ...steps, now, future: [] };
  return { past: [...steps.past, steps.now].slice(-DEEPEST), now, future: [], kind };
}

/** Close the last step, so that the next one of its kind is a new one. */
export function close<T>(steps: Steps<T>): Steps<T> {
  return steps.kind === null ? steps : { ...steps, kind: null };
}

export function undo<T>(steps: Steps<T>): Steps<T> {
  const before = steps.past.at(-1);
  if (steps.past.length === 0) return steps;
  return { past: steps.past.slice(0, -1), now: before as T, future: [steps.now, ...steps.future], kind: null };
}

export function redo<T>(steps: Steps<T>): Steps<T> {
  const [after, ...future] = steps.future;
  if (steps.future.length === 0) return steps;
  return { past: [...steps.past, steps.now], now: after as T, future, kind: null };
}
