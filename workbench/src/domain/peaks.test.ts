import { expect, test } from "vitest";
import { columns, decode, levelFor, pointsOf, type PeakFacts } from "./peaks";

const facts: PeakFacts = {
  sample_rate: 8000, channels: 2, seconds: 14_400, bits: 8,
  levels: [80, 320, 1280, 5120].map((size) => ({ samples_per_point: size, points: Math.ceil((14_400 * 8000) / size) })),
};

test("the level read has at least a point a pixel and is the coarsest that has", () => {
  expect(levelFor(facts, 0.001)).toBe(0);
  expect(levelFor(facts, 0.01)).toBe(0);
  expect(levelFor(facts, 0.04)).toBe(1);
  expect(levelFor(facts, 14.4)).toBe(3);
});

test("a screen never needs many points, however long the recording", () => {
  for (const seconds of [1, 60, 900]) {
    const [first, last] = pointsOf(facts, levelFor(facts, seconds / 1200), 0, seconds);

    expect(last - first).toBeLessThanOrEqual(1200 * 4 + 1);
  }
});

test("points asked for lie inside the level", () => {
  expect(pointsOf(facts, 0, -5, 1)).toEqual([0, 100]);
  expect(pointsOf(facts, 3, 14_000, 99_999)[1]).toBe(facts.levels[3]?.points);
});

test("each channel is read from its own place", () => {
  const bytes = Int8Array.from([-128, 127, -64, 64, -1, 1, 0, 0]).buffer;
  const [left, right] = decode(bytes, 2, 8);

  expect([...(left ?? [])]).toEqual([-1, 127 / 128, -0.5, 0.5]);
  expect([...(right ?? [])]).toEqual([-1 / 128, 1 / 128, 0, 0]);
});

test("a pixel shows the extremes of all points below it: no click is lost", () => {
  const points = new Float32Array(200);
  points[2 * 57] = -0.9;
  points[2 * 57 + 1] = 0.8;
  const found = columns(points, 0, 10, 0, 10);

  expect(found[10]).toBeCloseTo(-0.9);
  expect(found[11]).toBeCloseTo(0.8);
  expect([...found].filter((value) => value !== 0)).toHaveLength(2);
});
