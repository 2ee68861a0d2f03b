/** How long a person was at an item: the time the page was in view. Milliseconds in, seconds out. */

export interface Attention {
  gathered: number;
  /** Since when it has been in view; null while it is not. */
  since: number | null;
}

export function attentionFrom(seconds: number, now: number): Attention {
  return { gathered: seconds * 1000, since: now };
}

export function away(attention: Attention, now: number): Attention {
  return attention.since === null ? attention : { gathered: attention.gathered + Math.max(0, now - attention.since), since: null };
}

export function back(attention: Attention, now: number): Attention {
  return attention.since === null ? { ...attention, since: now } : attention;
}

export function secondsOf(attention: Attention, now: number): number {
  return Math.round(away(attention, now).gathered / 10) / 100;
}
