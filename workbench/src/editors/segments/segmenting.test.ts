import { beforeEach, expect, test } from "vitest";
import type { Task } from "../../api/types";
import { Answering } from "../answering/answering";
import { Player } from "../player/player";
import { Segmenting } from "./segmenting";

const TASK: Task = { name: "turns", question: "?", kind: "segments", labels: [], required: true, subjective: false, per: "conversation" };

/** A player without sound, whose playhead is put where the test wants it. */
class Silent extends Player {
  at = 0;
  override get time(): number { return this.at; }
  override seek(time: number): void { this.at = time; }
}

let player: Silent;
let segmenting: Segmenting;
const shown = () => segmenting.all.map(({ start, end, speaker }) => [start, end, speaker]);
const key = (at: number, press: () => unknown) => {
  player.at = at;
  return press();
};

beforeEach(() => {
  player = new Silent();
  segmenting = new Segmenting(new Answering([TASK]), TASK, player);
  segmenting.seconds = 60;
  segmenting.lanes = ["ana", "ben"].map((name, channel) => ({ id: name, name, speaker: name, channel }));
});

test("[ and ] while it plays make one segment after another", () => {
  for (const [start, end] of [[1, 2], [3, 4]] as const) {
    key(start, () => segmenting.startHere());
    key(end, () => segmenting.endHere());
  }

  expect(shown()).toEqual([[1, 2, "ana"], [3, 4, "ana"]]);
});

test("[ and ] move the edges of the chosen segment", () => {
  segmenting.make(0, 5, 8);
  key(6, () => segmenting.startHere());
  key(9, () => segmenting.endHere());

  expect(shown()).toEqual([[6, 9, "ana"]]);
});

test("] before anything was begun does nothing", () => {
  expect(key(3, () => segmenting.endHere())).toBeNull();
  expect(shown()).toEqual([]);
});

test("speakers may speak at once", () => {
  segmenting.make(0, 1, 5);
  segmenting.make(1, 2, 3);

  expect(shown()).toEqual([[1, 5, "ana"], [2, 3, "ben"]]);
});

test("a segment is given to another speaker, and the next one goes there too", () => {
  segmenting.make(0, 1, 2);
  segmenting.speaker(1);
  key(3, () => segmenting.startHere());
  key(4, () => segmenting.endHere());

  expect(shown()).toEqual([[1, 2, "ben"], [3, 4, "ben"]]);
});

test("every change can be taken back", async () => {
  const undos = [
    segmenting.make(0, 1, 5), key(3, () => segmenting.splitHere()), segmenting.speaker(1), segmenting.nudge(0.01),
    segmenting.remove(),
  ] as { run: () => void }[];
  for (const undo of undos.reverse()) await undo.run();

  expect(shown()).toEqual([]);
});

test("holding the nudge key is one step, and the playhead goes with the edge", () => {
  segmenting.make(0, 1, 2);
  const undos = Array.from({ length: 20 }, () => segmenting.nudge(0.01));

  expect(undos.filter(Boolean)).toHaveLength(1);
  expect([shown()[0]?.[1], player.at]).toEqual([2.2, 2.2]);
});

test("a drag shows what it will do before it does it", () => {
  segmenting.make(0, 1, 2);
  const id = segmenting.all[0]?.id ?? "";
  const intent = { what: "edge", id, edge: "end", time: 4 } as const;

  expect(segmenting.dragged(intent)[0]?.end).toBe(4);
  expect(segmenting.all[0]?.end).toBe(2);
  segmenting.commit(intent);
  expect(segmenting.all[0]?.end).toBe(4);
});

test("a dragged edge meets the edge of a neighbour", () => {
  segmenting.make(0, 1, 2);
  segmenting.make(1, 3, 4);
  const id = segmenting.all[0]?.id ?? "";
  segmenting.commit({ what: "edge", id, edge: "end", time: 2.99 });

  expect(shown()[0]).toEqual([1, 3, "ana"]);
});
