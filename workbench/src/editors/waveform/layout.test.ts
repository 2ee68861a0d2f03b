import { expect, test } from "vitest";
import type { Lane } from "../../domain/lanes";
import type { Segment } from "../../domain/segments";
import { hit, RULER, rowsOf } from "./layout";

const lane = (name: string, channel: number | null): Lane => ({ id: name, name, speaker: name, channel });
const segment = (id: string, start: number, end: number): Segment => ({ id, start, end, label: null, speaker: null, text: null, track: null });
const VIEW = { from: 0, seconds: 10 };
const WIDTH = 1000;

test("rows fill the height and lie under each other", () => {
  for (const lanes of [[lane("a", 0), lane("b", 1)], [lane("a", null), lane("b", null), lane("c", null)]]) {
    const rows = rowsOf(lanes, 200);

    expect(rows[0]?.top).toBe(RULER);
    expect((rows.at(-1)?.top ?? 0) + (rows.at(-1)?.height ?? 0)).toBeCloseTo(200);
    for (const [index, row] of rows.slice(1).entries()) expect(row.top).toBeCloseTo((rows[index]?.top ?? 0) + (rows[index]?.height ?? 0));
  }
});

test("speakers on one channel share a row of sound above their lanes", () => {
  expect(rowsOf([lane("a", null), lane("b", null)], 200).map(({ sound, lane: index }) => [sound, index])).toEqual([["all", null], [null, 0], [null, 1]]);
  expect(rowsOf([lane("a", 0), lane("b", 1)], 200).map(({ sound }) => sound)).toEqual([0, 1]);
});

const rows = rowsOf([lane("a", 0), lane("b", 1)], 218);
const placed = [{ segment: segment("long", 1, 6), lane: 0 }, { segment: segment("inside", 2, 3), lane: 0 }, { segment: segment("other", 1, 6), lane: 1 }];
const at = (x: number, y: number, selected: string | null = null) => hit({ x, y }, rows, placed, selected, VIEW, WIDTH);

test("a point hits the ruler, an edge, a segment or an empty place of a lane", () => {
  expect(at(500, 5)).toEqual({ what: "ruler" });
  expect(at(601, 40)).toEqual({ what: "edge", id: "long", edge: "end" });
  expect(at(500, 40)).toEqual({ what: "segment", id: "long" });
  expect(at(500, 180)).toEqual({ what: "segment", id: "other" });
  expect(at(800, 180)).toEqual({ what: "lane", lane: 1 });
});

test("a segment inside another can be hit, and the selected one wins", () => {
  expect(at(250, 40)).toEqual({ what: "segment", id: "inside" });
  expect(at(250, 40, "long")).toEqual({ what: "segment", id: "long" });
});

test("a segment of a few pixels can still be moved", () => {
  const narrow = [{ segment: segment("narrow", 5, 5.06), lane: 0 }];

  expect(hit({ x: 503, y: 40 }, rows, narrow, null, VIEW, WIDTH)).toEqual({ what: "segment", id: "narrow" });
});
