import { expect, test } from "vitest";
import { IDLE, intent, move, press } from "./drag";
import type { Hit } from "./layout";

const at = (x: number) => ({ x, time: x / 100 });
const dragged = (hit: Hit, from: number, to: number, editable = true) => intent(move(press(at(from), hit), at(to)), editable);

test("a press that hardly moves is a click: it seeks or selects", () => {
  expect(dragged({ what: "lane", lane: 0 }, 100, 102)).toEqual({ what: "seek", time: 1 });
  expect(dragged({ what: "segment", id: "s" }, 100, 101)).toEqual({ what: "select", id: "s", edge: null });
  expect(dragged({ what: "edge", id: "s", edge: "end" }, 100, 100)).toEqual({ what: "select", id: "s", edge: "end" });
});

test("a drag over an empty place makes a segment, in either direction", () => {
  const wanted = { what: "create", lane: 1, start: 1, end: 3 };

  expect(dragged({ what: "lane", lane: 1 }, 100, 300)).toEqual(wanted);
  expect(dragged({ what: "lane", lane: 1 }, 300, 100)).toEqual(wanted);
});

test("a drag moves what it took hold of, by as much as the pointer moved", () => {
  expect(dragged({ what: "segment", id: "s" }, 100, 160)).toEqual({ what: "move", id: "s", by: expect.closeTo(0.6) as number });
  expect(dragged({ what: "edge", id: "s", edge: "start" }, 100, 160)).toEqual({ what: "edge", id: "s", edge: "start", time: 1.6 });
});

test("what only shows is never changed", () => {
  for (const hit of [{ what: "lane", lane: 0 }, { what: "segment", id: "s" }, { what: "edge", id: "s", edge: "end" }] as const) {
    expect(dragged(hit, 100, 300, false)).toEqual({ what: "seek", time: 3 });
  }
});

test("without a press nothing happens", () => {
  expect(intent(move(IDLE, at(5)), true)).toBeNull();
});
