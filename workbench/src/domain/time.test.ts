import { expect, test } from "vitest";
import { clock, contains, exact, overlaps, seconds, shared } from "./time";

test("a time that is written is read back the same", () => {
  for (const time of [0, 0.001, 0.999, 1, 59.999, 60, 61.25, 3599.999, 3600, 14400.5]) expect(seconds(clock(time))).toBe(time);
});

test("a time is never rounded up into the next second", () => {
  expect(clock(59.9996, 2)).toBe("0:59.99");
  expect(clock(3599.9, 0)).toBe("59:59");
});

test("hours are written only when there are some", () => {
  expect(clock(62.5, 1)).toBe("1:02.5");
  expect(clock(3662.5, 1)).toBe("1:01:02.5");
});

test("what is no time is not read", () => {
  for (const text of ["", "a", "1:60", "1:2:3:4", "-1", "1:-2", "1.5:20"]) expect(seconds(text)).toBeNull();
});

test("ten steps of ten milliseconds are a tenth of a second", () => {
  let time = 0;
  for (let step = 0; step < 10; step += 1) time = exact(time + 0.01);

  expect(time).toBe(0.1);
});

test("stretches are half-open: the end is outside, touching is not overlapping", () => {
  expect(contains({ start: 1, end: 2 }, 1)).toBe(true);
  expect(contains({ start: 1, end: 2 }, 2)).toBe(false);
  expect(overlaps({ start: 0, end: 1 }, { start: 1, end: 2 })).toBe(false);
  expect(shared({ start: 0, end: 2 }, { start: 1, end: 3 })).toEqual({ start: 1, end: 2 });
});
