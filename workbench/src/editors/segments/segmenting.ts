/** Making and changing segments: which one is chosen, which lane is written to, and every change as one step. */

import type { Undo } from "../../actions/action";
import type { Task } from "../../api/types";
import { inLane, laneIndex, type Lane } from "../../domain/lanes";
import * as segments from "../../domain/segments";
import type { Edge, Segment } from "../../domain/segments";
import { createStore, type Store } from "../../state/store";
import type { Answering } from "../answering/answering";
import type { Player } from "../player/player";
import type { Intent } from "../waveform/drag";
import { text } from "./text";

export interface Chosen {
  id: string | null;
  /** The edge that the small steps move. */
  edge: Edge;
}

export const NUDGE = 0.01;

export class Segmenting {
  readonly answering: Answering;
  readonly task: Task;
  readonly player: Player;
  readonly chosen: Store<Chosen> = createStore<Chosen>({ id: null, edge: "end" });
  /** The lane that new segments go to. */
  readonly lane: Store<number> = createStore(0);
  /** Where a segment was begun with a key and not ended yet. */
  readonly begun: Store<number | null> = createStore<number | null>(null);
  /** Tab goes from segment to segment. Escape gives it back to the page. */
  walking = true;
  /** The lanes and the length of the recording, as they are now. */
  lanes: readonly Lane[] = [];
  seconds = 0;

  constructor(answering: Answering, task: Task, player: Player) {
    this.answering = answering;
    this.task = task;
    this.player = player;
  }

  /** Say what the recording is like now. */
  in(lanes: readonly Lane[], seconds: number): void {
    this.lanes = lanes;
    this.seconds = seconds;
  }

  get all(): readonly Segment[] {
    const draft = this.answering.draft(this.task);
    return draft.shape === "segments" ? draft.segments : [];
  }

  get selected(): Segment | null {
    return this.all.find(({ id }) => id === this.chosen.get().id) ?? null;
  }

  choose(id: string | null, edge: Edge = "end"): void {
    this.chosen.set({ id, edge });
    if (id !== null) this.walking = true;
    const segment = this.selected;
    if (segment) this.lane.set(laneIndex(this.lanes, segment));
    if (id !== null) this.answering.active.set(this.task.name);
  }

  otherEdge(): void {
    this.chosen.set(({ id, edge }) => ({ id, edge: edge === "end" ? "start" : "end" }));
  }

  /** Go to the next or previous segment and play it; false when there is none. */
  walk(by: 1 | -1): boolean {
    const next = segments.neighbour(this.all, this.chosen.get().id, by, this.player.time);
    if (!next) return false;
    this.choose(next.id);
    this.player.hear(next);
    return true;
  }

  /** The start of a segment is here: of the chosen one when it ends later, else of a new one. */
  startHere(): Undo | null {
    const { time } = this.player;
    const { selected } = this;
    if (selected && time < selected.end - segments.SHORTEST && time >= selected.start - 1) {
      return this.#put(segments.moveEdge(this.all, selected.id, "start", time, this.seconds), text.moved);
    }
    this.begun.set(time);
    return null;
  }

  /** The end of a segment is here: of the one begun, else of the chosen one. */
  endHere(): Undo | null {
    const { time } = this.player;
    const begun = this.begun.get();
    if (begun !== null && time - begun >= segments.SHORTEST) {
      this.begun.set(null);
      return this.make(this.lane.get(), begun, time);
    }
    const { selected } = this;
    if (!selected || time <= selected.start) return null;
    return this.#put(segments.moveEdge(this.all, selected.id, "end", time, this.seconds), text.moved);
  }

  make(lane: number, start: number, end: number): Undo | null {
    const made: Segment = { id: this.#newId(), start, end, label: this.#onlyLabel(), text: null, ...inLane(this.lanes[lane]) };
    const undo = this.#put(segments.add(this.all, made), text.made);
    this.choose(made.id);
    return undo;
  }

  splitHere(): Undo | null {
    const under = this.selected ?? segments.at(this.all, this.player.time)[0];
    if (!under) return null;
    const id = this.#newId();
    const undo = this.#put(segments.split(this.all, under.id, this.player.time, id), text.split);
    if (undo) this.choose(id, "start");
    return undo;
  }

  merge(): Undo | null {
    const merged = this.selected && segments.mergeWithNext(this.all, this.selected.id);
    return merged ? this.#put(merged, text.merged) : null;
  }

  remove(): Undo | null {
    const { selected } = this;
    if (!selected) return null;
    const next = segments.neighbour(this.all, selected.id, 1, 0) ?? segments.neighbour(this.all, selected.id, -1, 0);
    const undo = this.#put(segments.remove(this.all, selected.id), text.removed);
    this.chosen.set({ id: next?.id ?? null, edge: "end" });
    return undo;
  }

  /** Move the chosen edge by a small step; the playhead goes with it. */
  nudge(by: number): Undo | null {
    const { selected } = this;
    if (!selected) return null;
    const { edge } = this.chosen.get();
    const undo = this.#put(segments.moveEdge(this.all, selected.id, edge, selected[edge] + by, this.seconds), text.moved, `nudge:${selected.id}:${edge}`);
    this.player.seek(this.selected?.[edge] ?? 0);
    return undo;
  }

  change(id: string, fields: Partial<Omit<Segment, "id">>, kind: string | null = null): Undo | null {
    return this.#put(segments.change(this.all, id, fields), text.changed, kind && `${kind}:${id}`);
  }

  /** Move one edge to a time that was typed. */
  setEdge(id: string, edge: Edge, time: number): Undo | null {
    return this.#put(segments.moveEdge(this.all, id, edge, time, this.seconds), text.moved);
  }

  /** Give the chosen segment another label. */
  label(label: string): Undo | null {
    const { selected } = this;
    return selected ? this.change(selected.id, { label: selected.label === label ? null : label }) : null;
  }

  /** Who speaks in the chosen segment; without one, where the next goes. */
  speaker(lane: number): Undo | null {
    if (!this.lanes[lane]) return null;
    this.lane.set(lane);
    const { selected } = this;
    return selected ? this.change(selected.id, inLane(this.lanes[lane])) : null;
  }

  /** What a drag would make of the segments; `commit` makes it so. */
  dragged(intent: Intent): readonly Segment[] {
    if (intent.what === "edge") return segments.moveEdge(this.all, intent.id, intent.edge, this.#snapped(intent.id, intent.time), this.seconds);
    if (intent.what === "move") return segments.moveBy(this.all, intent.id, intent.by, this.seconds);
    if (intent.what !== "create") return this.all;
    const lane = this.lanes[intent.lane ?? this.lane.get()];
    return segments.add(this.all, { id: "new", start: intent.start, end: Math.max(intent.end, intent.start + segments.SHORTEST), label: null, text: null, ...inLane(lane) });
  }

  commit(intent: Intent): Undo | null {
    if (intent.what === "seek") {
      this.chosen.set(({ edge }) => ({ id: null, edge }));
      this.player.seek(intent.time);
      return null;
    }
    if (intent.what === "select") {
      this.choose(intent.id, intent.edge ?? "end");
      const { selected } = this;
      if (selected && !this.player.state.get().playing) this.player.seek(intent.edge === "end" ? selected.end : selected.start);
      return null;
    }
    if (intent.what === "create") return this.make(intent.lane ?? this.lane.get(), intent.start, Math.max(intent.end, intent.start + segments.SHORTEST));
    const undo = this.#put(this.dragged(intent), text.moved);
    this.choose(intent.id, intent.what === "edge" ? intent.edge : "end");
    return undo;
  }

  /** Edges meet the edges of other segments and the playhead when they come within 15 ms. */
  #snapped(id: string, time: number): number {
    const others = this.all.filter((other) => other.id !== id).flatMap(({ start, end }) => [start, end]);
    return segments.snap(time, [...others, this.player.time], 0.015);
  }

  #put(next: readonly Segment[], what: string, kind: string | null = null): Undo | null {
    const { all } = this;
    if (next.length === all.length && next.every((segment, index) => same(segment, all[index]))) return null;
    this.answering.active.set(this.task.name);
    return this.answering.change(this.task, { shape: "segments", segments: next, none: false }, what, kind);
  }

  #onlyLabel(): string | null {
    return this.task.labels.length === 1 ? (this.task.labels[0]?.id ?? null) : null;
  }

  #newId(): string {
    let count = this.all.length;
    while (this.all.some(({ id }) => id === `n${count}`)) count += 1;
    return `n${count}`;
  }
}

function same(a: Segment, b: Segment | undefined): boolean {
  return b !== undefined && a.id === b.id && a.start === b.start && a.end === b.end && a.label === b.label
    && a.speaker === b.speaker && a.text === b.text && a.track === b.track;
}
