/** How far the tour is. Pure; kept in the browser, so that a reload goes on where one was. */

export const STEPS = ["hear", "label", "differ", "settle", "changed"] as const;

export type Step = (typeof STEPS)[number];

export interface Progress {
  done: readonly Step[];
  skipped: readonly Step[];
  /** Skipped as a whole, or gone through: it can be taken up again. */
  ended: boolean;
}

export const BEGINNING: Progress = { done: [], skipped: [], ended: false };

/** The step one is at: the first that is neither done nor skipped; null at the end. */
export function current({ done, skipped }: Progress): Step | null {
  return STEPS.find((step) => !done.includes(step) && !skipped.includes(step)) ?? null;
}

/** A step was done, in whatever order. Settling a disagreement includes having seen it. */
export function did(progress: Progress, step: Step): Progress {
  const steps: Step[] = step === "settle" ? ["differ", "settle"] : [step];
  const fresh = steps.filter((one) => !progress.done.includes(one));
  if (progress.ended || fresh.length === 0) return progress;
  return { ...progress, done: [...progress.done, ...fresh], skipped: progress.skipped.filter((one) => !fresh.includes(one)) };
}

/** Leave the step one is at for later, or for good. */
export function skip(progress: Progress): Progress {
  const step = current(progress);
  return step === null ? progress : { ...progress, skipped: [...progress.skipped, step] };
}

/** Take the tour up: where it was left, with what was skipped; from the start when all was done. */
export function takenUp(progress: Progress): Progress {
  const again = progress.done.length === STEPS.length;
  return { ...progress, done: again ? [] : progress.done, skipped: [], ended: false };
}

/** Read what a browser kept; anything else is the beginning. */
export function read(value: unknown): Progress {
  if (typeof value !== "object" || value === null) return BEGINNING;
  const { done, skipped, ended } = value as Partial<Record<keyof Progress, unknown>>;
  return { done: steps(done), skipped: steps(skipped), ended: ended === true };
}

function steps(value: unknown): Step[] {
  return Array.isArray(value) ? STEPS.filter((step) => value.includes(step)) : [];
}
