import { expect, test } from "vitest";
import { attentionFrom, away, back, secondsOf } from "./attention";

test("only the time in view counts", () => {
  const gone = away(attentionFrom(0, 0), 5000);

  expect(secondsOf(gone, 60_000)).toBe(5);
  expect(secondsOf(back(gone, 60_000), 61_000)).toBe(6);
});

test("going away twice, or coming back twice, counts once", () => {
  const gone = away(away(attentionFrom(0, 0), 1000), 9000);

  expect(secondsOf(back(back(gone, 10_000), 20_000), 11_000)).toBe(2);
});

test("a draft that is taken up again keeps its time", () => {
  expect(secondsOf(attentionFrom(12.5, 1000), 2000)).toBe(13.5);
});
