import { expect, test } from "vitest";
import { CLOSEST, around, fit, follow, goesAlong, scroll, ticks, toPixel, toTime, whole, zoom } from "./view";

const TOTAL = 14_400;

test("what is under the pointer stays under it while zooming", () => {
  const view = { from: 100, seconds: 20 };
  for (const factor of [1.25, 2, 8]) {
    const closer = zoom(view, factor, 113, TOTAL);

    expect(toPixel(closer, 113, 1000)).toBeCloseTo(toPixel(view, 113, 1000), 6);
  }
});

test("a view never leaves the recording, however one zooms and scrolls", () => {
  let view = whole(TOTAL);
  for (const [factor, by] of [[50, 3], [0.1, -9999], [1e9, 99_999], [1e-9, 1]] as const) {
    view = scroll(zoom(view, factor, view.from, TOTAL), by, TOTAL);

    expect(view.from).toBeGreaterThanOrEqual(0);
    expect(view.from + view.seconds).toBeLessThanOrEqual(TOTAL + 1e-6);
    expect(view.seconds).toBeGreaterThanOrEqual(CLOSEST);
  }
});

test("pixel and time are each other's inverse", () => {
  const view = { from: 3.2, seconds: 0.7 };

  expect(toTime(view, toPixel(view, 3.456, 777), 777)).toBeCloseTo(3.456, 9);
});

test("the playhead is followed a page at a time", () => {
  const view = { from: 10, seconds: 10 };

  expect(follow(view, 15, TOTAL)).toBe(view);
  expect(follow(view, 19.9, TOTAL).from).toBeCloseTo(18.9, 6);
  expect(follow(view, 3, TOTAL).from).toBe(2);
  expect(follow({ from: TOTAL - 10, seconds: 10 }, TOTAL - 0.1, TOTAL).from).toBe(TOTAL - 10);
});

test("who has scrolled away from what plays stays there, until it comes into view or is sought", () => {
  const view = { from: 10, seconds: 10 };

  expect(goesAlong(false, view, { playing: true, before: 40, now: 40.03 })).toBe(false);
  expect(goesAlong(true, view, { playing: true, before: 40, now: 40.03 })).toBe(true);
  expect(goesAlong(false, view, { playing: true, before: 9.99, now: 10.01 })).toBe(true);
  expect(goesAlong(false, view, { playing: true, before: 40, now: 41 })).toBe(true);
  expect(goesAlong(false, view, { playing: false, before: 40, now: 40.01 })).toBe(true);
});

test("a stretch is shown with room on both sides", () => {
  expect(around(10, 20, TOTAL, 0.5)).toEqual({ from: 5, seconds: 20 });
  expect(fit({ from: -4, seconds: 10 }, 3)).toEqual({ from: 0, seconds: 3 });
});

test("ticks keep their distance and lie in view", () => {
  for (const seconds of [0.05, 1, 7, 60, 900, TOTAL]) {
    const view = { from: 0, seconds };
    const { at } = ticks(view, 1000);

    expect(at.length).toBeGreaterThan(1);
    expect(at.length).toBeLessThanOrEqual(14);
    for (const time of at) expect(time).toBeLessThanOrEqual(seconds + 1e-6);
  }
});
