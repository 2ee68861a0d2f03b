/** Where things are on the waveform, in CSS pixels from its top left: rows from top to bottom, and what a point hits. */

import type { Lane } from "../../domain/lanes";
import type { Edge, Segment } from "../../domain/segments";
import { toPixel, toTime, type View } from "../../domain/view";

export const RULER = 18;
const REACH = 6;
const LEAST = 20;

export interface Row {
  top: number;
  height: number;
  /** The channel whose sound is drawn in it; "all": the sum of all; null: none. */
  sound: number | "all" | null;
  /** The lane whose segments lie in it; null: none. */
  lane: number | null;
}

export interface Placed {
  segment: Segment;
  lane: number;
}

/** The rows: a lane with a channel shows its sound; where no lane has one, a row of sound comes first. */
export function rowsOf(lanes: readonly Lane[], height: number): Row[] {
  const apart = lanes.some(({ channel }) => channel !== null);
  const weights = [...(apart ? [] : [2]), ...lanes.map(({ channel }) => (channel === null ? 1 : 2))];
  const room = Math.max(height - RULER, LEAST * weights.length);
  const unit = room / weights.reduce((sum, weight) => sum + weight, 0);
  let top = RULER;
  return weights.map((weight, index) => {
    const lane = apart ? index : index - 1;
    const row: Row = {
      top, height: weight * unit,
      sound: lane < 0 ? "all" : (lanes[lane]?.channel ?? null),
      lane: lane < 0 ? null : lane,
    };
    top += weight * unit;
    return row;
  });
}

export type Hit =
  | { what: "ruler" }
  | { what: "edge"; id: string; edge: Edge }
  | { what: "segment"; id: string }
  | { what: "lane"; lane: number | null };

/** What lies under a point. Edges of the selected segment come first, then edges, then segments, the shortest first. */
export function hit(at: { x: number; y: number }, rows: readonly Row[], placed: readonly Placed[], selected: string | null, view: View, width: number): Hit {
  if (at.y < RULER) return { what: "ruler" };
  const row = rows.find(({ top, height }) => at.y >= top && at.y < top + height) ?? rows.at(-1);
  const lane = row?.lane ?? null;
  const here = placed.filter((one) => one.lane === lane);
  const chosen = here.filter(({ segment }) => segment.id === selected);
  const edge = edgeAt(chosen, at.x, view, width) ?? edgeAt(here, at.x, view, width);
  if (edge) return edge;
  const time = toTime(view, at.x, width);
  const inside = here.filter(({ segment }) => segment.start <= time && time < segment.end)
    .sort((a, b) => a.segment.end - a.segment.start - (b.segment.end - b.segment.start));
  const first = inside.find(({ segment }) => segment.id === selected) ?? inside[0];
  return first ? { what: "segment", id: first.segment.id } : { what: "lane", lane };
}

function edgeAt(placed: readonly Placed[], x: number, view: View, width: number): Hit | null {
  let best: { id: string; edge: Edge; distance: number } | null = null;
  for (const { segment } of placed) {
    const [start, end] = [toPixel(view, segment.start, width), toPixel(view, segment.end, width)];
    // A narrow segment keeps a middle that can be taken hold of.
    const reach = Math.min(REACH, Math.max(2, (end - start) / 3));
    for (const [edge, pixel] of [["start", start], ["end", end]] as const) {
      const distance = Math.abs(x - pixel);
      if (distance <= reach && (!best || distance < best.distance)) best = { id: segment.id, edge, distance };
    }
  }
  return best ? { what: "edge", id: best.id, edge: best.edge } : null;
}
