import { describe, expect, test } from "vitest";
import * as segments from "./segments";
import type { Segment } from "./segments";

const make = (id: string, start: number, end: number, more: Partial<Segment> = {}): Segment =>
  ({ id, start, end, label: null, speaker: "a", text: null, track: null, ...more });
const total = (all: readonly Segment[]) => all.reduce((sum, { start, end }) => sum + end - start, 0);

describe("edges", () => {
  test("stop at each other and at the ends of the recording", () => {
    const all = [make("1", 1, 2)];

    expect(segments.moveEdge(all, "1", "start", 5, 10)[0]).toMatchObject({ start: 1.99, end: 2 });
    expect(segments.moveEdge(all, "1", "end", -5, 10)[0]).toMatchObject({ start: 1, end: 1.01 });
    expect(segments.moveEdge(all, "1", "end", 50, 10)[0]).toMatchObject({ end: 10 });
  });

  test("moved there and back are where they were, however often", () => {
    let all = [make("1", 1, 2)];
    for (let step = 0; step < 33; step += 1) all = segments.moveEdge(all, "1", "end", (all[0]?.end ?? 0) + 0.01, 10);
    for (let step = 0; step < 33; step += 1) all = segments.moveEdge(all, "1", "end", (all[0]?.end ?? 0) - 0.01, 10);

    expect(all).toEqual([make("1", 1, 2)]);
  });
});

describe("moving a segment", () => {
  test("keeps its length, at the ends too", () => {
    const all = [make("1", 1, 2.5)];

    expect(segments.moveBy(all, "1", -9, 10)[0]).toMatchObject({ start: 0, end: 1.5 });
    expect(segments.moveBy(all, "1", 99, 10)[0]).toMatchObject({ start: 8.5, end: 10 });
  });

  test("keeps the list in order", () => {
    const all = [make("1", 1, 2), make("2", 3, 4)];

    expect(segments.moveBy(all, "1", 5, 10).map(({ id }) => id)).toEqual(["2", "1"]);
  });
});

describe("splitting and merging", () => {
  test("a split loses no time and no word", () => {
    const all = segments.split([make("1", 0, 4, { text: "one two three four" })], "1", 1, "2");

    expect(total(all)).toBe(4);
    expect(all.map(({ text }) => text)).toEqual(["one", "two three four"]);
    expect(all[0]?.end).toBe(all[1]?.start);
  });

  test("merging what was split gives it back", () => {
    const one = make("1", 0, 4, { text: "one two three four", label: "x" });

    expect(segments.mergeWithNext(segments.split([one], "1", 2.345, "2"), "1")).toEqual([one]);
  });

  test("a split at or outside an edge changes nothing", () => {
    const all = [make("1", 1, 2)];

    for (const at of [0, 1, 2, 3]) expect(segments.split(all, "1", at, "2")).toEqual(all);
  });

  test("only the same speaker's next segment is merged", () => {
    const all = [make("1", 0, 1), make("2", 0.5, 2, { speaker: "b" }), make("3", 3, 4)];

    expect(segments.mergeWithNext(all, "1")?.map(({ id, end }) => [id, end])).toEqual([["1", 4], ["2", 2]]);
    expect(segments.mergeWithNext(all, "2")).toBeNull();
  });
});

test("an edge snaps to the nearest time within reach, ties to the earlier", () => {
  expect(segments.snap(1.02, [1, 2], 0.05)).toBe(1);
  expect(segments.snap(1.5, [1, 2], 0.05)).toBe(1.5);
  expect(segments.snap(1.5, [2, 1], 1)).toBe(1);
});

test("of segments that lie over each other the shortest is hit", () => {
  const all = [make("long", 0, 10), make("short", 4, 5, { speaker: "b" })];

  expect(segments.at(all, 4.5).map(({ id }) => id)).toEqual(["short", "long"]);
  expect(segments.at(all, 5).map(({ id }) => id)).toEqual(["long"]);
});

test("next and previous walk through all, and begin at the playhead", () => {
  const all = [make("1", 0, 1), make("2", 2, 3), make("3", 4, 5)];

  expect(segments.neighbour(all, "1", 1, 0)?.id).toBe("2");
  expect(segments.neighbour(all, "3", 1, 0)).toBeNull();
  expect(segments.neighbour(all, null, 1, 1.5)?.id).toBe("2");
  expect(segments.neighbour(all, null, -1, 3.5)?.id).toBe("2");
});

describe("overlapped speech", () => {
  test("is every time at which two or more speak", () => {
    const all = [make("1", 0, 4), make("2", 3, 6), make("3", 5, 8), make("4", 5.5, 5.75), make("5", 9, 9)];

    expect(segments.spokenOver(all)).toEqual([{ start: 3, end: 4 }, { start: 5, end: 6 }]);
  });

  test("does not come from segments that touch", () => {
    expect(segments.spokenOver([make("1", 0, 1), make("2", 1, 2)])).toEqual([]);
  });

  test("of one speaker with himself is found", () => {
    expect(segments.clashes([make("1", 0, 2), make("2", 1, 3)])?.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(segments.clashes([make("1", 0, 2), make("2", 1, 3, { speaker: "b" })])).toBeNull();
  });
});

test("an answer made of segments and opened again is the same answer", () => {
  const all = [make("x", 1, 2, { label: "noise" }), make("y", 0, 3, { text: "hm", track: "1" })];
  const marks = segments.toMarks(all);

  expect(segments.toMarks(segments.fromMarks(marks))).toEqual(marks);
  expect(marks[1]).toEqual({ start: 1, end: 2, unit: "s", label: "noise", speaker: "a" });
});
