import { describe, expect, test } from "vitest";
import * as spans from "./spans";

const TEXTS = ["", "plain", "café", "👩‍👩‍👧 and 𝒳", "שלום עולם", "私は東京に住む", "a\u0301b"];

describe("places", () => {
  test("code point → UTF-16 → code point is the same place", () => {
    for (const text of TEXTS) {
      for (let point = 0; point <= spans.size(text); point += 1) expect(spans.toPoint(text, spans.toUnit(text, point))).toBe(point);
    }
  });

  test("are counted as Python counts", () => {
    for (const text of TEXTS) expect(spans.size(text)).toBe([...text].length);
  });

  test("inside a pair count as before it", () => {
    expect(spans.toPoint("𝒳y", 1)).toBe(0);
    expect(spans.toPoint("𝒳y", 2)).toBe(1);
  });
});

describe("pieces", () => {
  test("put together are the whole text", () => {
    const text = "Der 👩‍👩‍👧 Flug nach 𝒳";
    const pieces = spans.cutAt(text, [{ start: 2, end: 9, label: "a", track: null }, { start: 4, end: 12, label: "b", track: null }], [7]);

    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    for (const { start, end, text: part } of pieces) expect(spans.cut(text, { start, end })).toBe(part);
  });

  test("know every span over them, overlapping ones too", () => {
    const pieces = spans.cutAt("abcdef", [{ start: 0, end: 4, label: "a", track: null }, { start: 2, end: 6, label: "b", track: null }]);

    expect(pieces.map((piece) => [piece.text, piece.spans.map(({ label }) => label)])).toEqual([["ab", ["a"]], ["cd", ["a", "b"]], ["ef", ["b"]]]);
  });
});

describe("words", () => {
  test("leave out white space and signs", () => {
    const text = "my number, 44-17";

    expect(spans.words(text).map((word) => spans.cut(text, word))).toEqual(["my", "number", "44", "17"]);
  });

  test("are found in a script without spaces, after signs of two units", () => {
    const text = "𝒳 東京に住む";

    expect(spans.words(text).map((word) => spans.cut(text, word)).join("")).toBe("𝒳東京に住む");
  });

  test("are what a sloppy selection grows to", () => {
    const words = spans.words("call me back");

    expect(spans.toWords({ start: 2, end: 6 }, words)).toEqual({ start: 0, end: 7 });
    expect(spans.toWords({ start: 4, end: 5 }, words)).toEqual({ start: 4, end: 5 });
  });

  test("are stepped through without falling off", () => {
    const words = spans.words("one two");

    expect([spans.step(null, 1, words), spans.step(1, 1, words), spans.step(0, -1, words), spans.step(null, -1, words)]).toEqual([0, 1, 0, 1]);
    expect(spans.step(null, 1, [])).toBeNull();
  });
});

describe("marking", () => {
  const range = { start: 0, end: 3 };

  test("the same again takes it away, another label changes it", () => {
    const once = spans.mark([], range, "name");

    expect(spans.mark(once, range, "name")).toEqual([]);
    expect(spans.mark(once, range, "number")).toEqual([{ ...range, label: "number", track: null }]);
  });

  test("nothing marks nothing", () => {
    expect(spans.mark([], { start: 2, end: 2 }, "name")).toEqual([]);
  });

  test("removing one leaves all others", () => {
    const all = [{ start: 0, end: 3, label: "a", track: null }, { start: 0, end: 3, label: "b", track: null }];

    expect(spans.remove(all, { start: 0, end: 3, label: "a", track: null })).toEqual([all[1]]);
  });

  test("the same place in another turn is another mark", () => {
    const both = spans.mark(spans.mark([], range, "name", "10"), range, "name", "9");

    expect(both.map(({ track }) => track)).toEqual(["9", "10"]);
    expect(spans.mark(both, range, "name", "10").map(({ track }) => track)).toEqual(["9"]);
  });
});

test("an answer made of spans and opened again is the same answer", () => {
  const marks = spans.toMarks([{ start: 4, end: 9, label: "number", track: "3" }, { start: 0, end: 2, label: null, track: null }]);

  expect(spans.toMarks(spans.fromMarks(marks))).toEqual(marks);
  expect(marks[0]).toEqual({ start: 0, end: 2, unit: "char" });
});
