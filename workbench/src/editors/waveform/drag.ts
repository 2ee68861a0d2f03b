/** A press of the pointer on the waveform and what becomes of it: a jump, a choice, a new segment, or one moved or resized. */

import type { Edge } from "../../domain/segments";
import type { Hit } from "./layout";

/** Fewer pixels than this are a click. */
const STEADY = 3;

export interface At {
  x: number;
  time: number;
}

export type Drag =
  | { state: "idle" }
  | { state: "pressed"; from: At; hit: Hit }
  | { state: "dragging"; from: At; hit: Hit; to: At };

export const IDLE: Drag = { state: "idle" };

/** What a drag would do, or does when it ends. */
export type Intent =
  | { what: "seek"; time: number }
  | { what: "select"; id: string; edge: Edge | null }
  | { what: "create"; lane: number | null; start: number; end: number }
  | { what: "edge"; id: string; edge: Edge; time: number }
  | { what: "move"; id: string; by: number };

export function press(at: At, hit: Hit): Drag {
  return { state: "pressed", from: at, hit };
}

export function move(drag: Drag, to: At): Drag {
  if (drag.state === "idle") return drag;
  if (drag.state === "pressed" && Math.abs(to.x - drag.from.x) < STEADY) return drag;
  return { state: "dragging", from: drag.from, hit: drag.hit, to };
}

/** What it would do if it ended now; null when nothing. A waveform that only shows (`editable` false) only seeks and selects. */
export function intent(drag: Drag, editable: boolean): Intent | null {
  if (drag.state === "idle") return null;
  const { from, hit } = drag;
  if (drag.state === "pressed") return clicked(from, hit);
  const { to } = drag;
  if (hit.what === "ruler" || !editable) return { what: "seek", time: to.time };
  if (hit.what === "edge") return { what: "edge", id: hit.id, edge: hit.edge, time: to.time };
  if (hit.what === "segment") return { what: "move", id: hit.id, by: to.time - from.time };
  return { what: "create", lane: hit.lane, start: Math.min(from.time, to.time), end: Math.max(from.time, to.time) };
}

function clicked(from: At, hit: Hit): Intent {
  if (hit.what === "edge") return { what: "select", id: hit.id, edge: hit.edge };
  if (hit.what === "segment") return { what: "select", id: hit.id, edge: null };
  return { what: "seek", time: from.time };
}
