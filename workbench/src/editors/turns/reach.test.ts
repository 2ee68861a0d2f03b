import { expect, test } from "vitest";
import { further, isWhole, startAt } from "./reach";

test("the turn that is asked about is drawn at once, with as many before it as a screen holds", () => {
  for (const target of [0, 5, 500, 999]) {
    const { first, last } = startAt(target, 1_000);

    expect(first).toBe(Math.max(0, target - 30));
    expect(last).toBeGreaterThan(target);
    expect(last - first).toBeLessThanOrEqual(41);
  }
});

test("a conversation that is asked about as a whole is drawn from its first turn on", () => {
  expect(startAt(-1, 1_000).first).toBe(0);
});

test("a small conversation is drawn at once", () => {
  for (const count of [0, 1, 40]) for (const target of [-1, 0, count - 1]) expect(isWhole(startAt(target, count), count)).toBe(true);
});

test("sooner or later all turns are drawn, and none that was is taken away", () => {
  let reach = startAt(700, 1_000);
  let steps = 0;
  while (!isWhole(reach, 1_000)) {
    const next = further(reach, 1_000);
    expect(next.first).toBeLessThanOrEqual(reach.first);
    expect(next.last).toBeGreaterThanOrEqual(reach.last);
    reach = next;
    steps += 1;
  }

  expect(reach).toEqual({ first: 0, last: 1_000 });
  expect(steps).toBeLessThan(20);
});
