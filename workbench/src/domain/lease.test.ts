import { expect, test } from "vitest";
import { beatAfter, leaseState } from "./lease";

const END = "2026-11-24T09:30:00Z";
const end = Date.parse(END);

test("a lease is held, about to end, or over", () => {
  expect(leaseState(END, end - 20 * 60_000)).toEqual({ state: "held", minutes: 20 });
  expect(leaseState(END, end - 59_500)).toEqual({ state: "ending", seconds: 60 });
  expect(leaseState(END, end)).toEqual({ state: "lapsed" });
});

test("one says that one is still at it well before the lease ends", () => {
  for (const minutes of [2, 30, 600]) expect(beatAfter(END, end - minutes * 60_000)).toBeLessThan(minutes * 60_000);
});
