/** The peaks of a recording: the lowest and highest sample of every stretch, in levels that get coarser. */

import type { PeakFacts } from "../api/types";

export type { PeakFacts, PeakLevel } from "../api/types";

/** Lows and highs of some points of one channel, −1 to 1, flat: low, high, low, high… */
export type Points = Float32Array;

/** The coarsest level that still has a point for every pixel; the finest when none has. */
export function levelFor({ levels, sample_rate }: Pick<PeakFacts, "levels" | "sample_rate">, secondsPerPixel: number): number {
  const wanted = secondsPerPixel * sample_rate;
  let found = 0;
  for (const [index, level] of levels.entries()) if (level.samples_per_point <= wanted * 1.0001) found = index;
  return found;
}

/** The points [first, last) of a level that a stretch of time touches. */
export function pointsOf({ levels, sample_rate }: Pick<PeakFacts, "levels" | "sample_rate">, level: number, from: number, to: number): [number, number] {
  const { samples_per_point: size, points } = levels[level] ?? { samples_per_point: 1, points: 0 };
  const first = Math.max(0, Math.floor((from * sample_rate) / size));
  return [Math.min(first, points), Math.min(points, Math.max(first, Math.ceil((to * sample_rate) / size)))];
}

/** Read stored values: channel after channel, in each low and high by turns. Returns one list a channel. */
export function decode(bytes: ArrayBuffer, channels: number, bits: number): Points[] {
  const values = bits === 16 ? new Int16Array(bytes, 0, Math.floor(bytes.byteLength / 2)) : new Int8Array(bytes);
  const most = bits === 16 ? 32768 : 128;
  const each = Math.floor(values.length / Math.max(1, channels));
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(values.subarray(channel * each, (channel + 1) * each), (value) => value / most));
}

/** The lowest and highest value below each pixel. `first` is the point that `points` starts with. */
export function columns(points: Points, first: number, pointsPerPixel: number, from: number, width: number): Float32Array {
  const found = new Float32Array(width * 2);
  for (let pixel = 0; pixel < width; pixel += 1) {
    const start = Math.max(0, Math.floor(from + pixel * pointsPerPixel) - first);
    const end = Math.max(start + 1, Math.ceil(from + (pixel + 1) * pointsPerPixel) - first);
    let low = 0;
    let high = 0;
    for (let at = start; at < end && at * 2 + 1 < points.length; at += 1) {
      low = Math.min(low, points[at * 2] ?? 0);
      high = Math.max(high, points[at * 2 + 1] ?? 0);
    }
    found[pixel * 2] = low;
    found[pixel * 2 + 1] = high;
  }
  return found;
}
