/** The part of a recording that is in view: where it starts, and how many seconds it is wide. */

import { clamp } from "./time";

export interface View {
  from: number;
  seconds: number;
}

/** At most this close: 50 ms over the whole width. */
export const CLOSEST = 0.05;

export function whole(total: number): View {
  return { from: 0, seconds: Math.max(total, CLOSEST) };
}

/** A view that shows a stretch with some room on both sides. */
export function around(start: number, end: number, total: number, room = 0.15): View {
  const seconds = (end - start) * (1 + 2 * room);
  return fit({ from: start - (end - start) * room, seconds }, total);
}

/** Keep a view inside the recording. */
export function fit({ from, seconds }: View, total: number): View {
  const wide = clamp(seconds, Math.min(CLOSEST, total), Math.max(total, CLOSEST));
  return { from: clamp(from, 0, total - wide), seconds: wide };
}

/** Zoom by a factor (above 1 comes closer); what lies at `at` stays where it is. */
export function zoom(view: View, factor: number, at: number, total: number): View {
  const seconds = clamp(view.seconds / factor, Math.min(CLOSEST, total), Math.max(total, CLOSEST));
  const share = (at - view.from) / view.seconds;
  return fit({ from: at - share * seconds, seconds }, total);
}

export function scroll(view: View, by: number, total: number): View {
  return fit({ ...view, from: view.from + by }, total);
}

/** Keep a time in view: when it has left the view, or comes near its end while playing, turn the page. */
export function follow(view: View, time: number, total: number): View {
  const inside = time >= view.from && time <= view.from + view.seconds * 0.95;
  const atEnd = view.from + view.seconds >= total && time >= view.from;
  return inside || atEnd ? view : fit({ ...view, from: time - view.seconds * 0.1 }, total);
}

export interface Heard {
  playing: boolean;
  before: number;
  now: number;
}

/** More than passes between two frames: it was sought. */
const JUMP = 0.3;

/** Whether the view goes along with what plays: not after one has scrolled away from it, until it is in view again or is sought. */
export function goesAlong(along: boolean, { from, seconds }: View, { playing, before, now }: Heard): boolean {
  return along || !playing || Math.abs(now - before) > JUMP || (now >= from && now <= from + seconds);
}

export function toPixel({ from, seconds }: View, time: number, width: number): number {
  return ((time - from) / seconds) * width;
}

export function toTime({ from, seconds }: View, pixel: number, width: number): number {
  return from + (pixel / Math.max(width, 1)) * seconds;
}

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

export interface Ticks {
  step: number;
  at: number[];
}

/** The times to write on a ruler, at least `apart` pixels from each other. */
export function ticks(view: View, width: number, apart = 80): Ticks {
  const wanted = (view.seconds / Math.max(width, 1)) * apart;
  const step = STEPS.find((one) => one >= wanted) ?? 3600;
  const first = Math.ceil(view.from / step - 1e-9);
  const last = Math.floor((view.from + view.seconds) / step + 1e-9);
  return { step, at: Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Number(((first + index) * step).toFixed(3))) };
}
