/** Time in a recording: seconds, and stretches [start, end) of them. Kept to the millisecond. */

export interface Stretch {
  start: number;
  end: number;
}

/** Round to whole milliseconds, so that adding and taking away a step gets back to where one was. */
export function exact(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** Write a time: "1:02.345", "1:00:02.3" with one digit, "0:07" with none. */
export function clock(seconds: number, digits: 0 | 1 | 2 | 3 = 3): string {
  const unit = 10 ** digits;
  const whole = Math.floor(Math.max(0, seconds) * unit + 1e-6) / unit;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = (whole - hours * 3600 - minutes * 60).toFixed(digits).padStart(digits === 0 ? 2 : 3 + digits, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Read a time as people type it: "62.5", "1:02.5", "1:00:02"; null when it is none. */
export function seconds(written: string): number | null {
  const parts = written.trim().replace(",", ".").split(":");
  if (parts.length > 3 || !parts.every((part, index) => (index === parts.length - 1 ? /^\d+(\.\d*)?$/ : /^\d+$/).test(part))) return null;
  const values = parts.map(Number);
  if (values.slice(1).some((value) => value >= 60)) return null;
  return exact(values.reduce((sum, value) => sum * 60 + value, 0));
}

export function length({ start, end }: Stretch): number {
  return exact(end - start);
}

/** Half-open: the start is inside, the end is not. */
export function contains({ start, end }: Stretch, at: number): boolean {
  return start <= at && at < end;
}

/** Stretches that only touch do not overlap. */
export function overlaps(a: Stretch, b: Stretch): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The stretch that both share, or null. */
export function shared(a: Stretch, b: Stretch): Stretch | null {
  return overlaps(a, b) ? { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) } : null;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}
