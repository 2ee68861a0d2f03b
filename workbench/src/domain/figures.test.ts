import { expect, test } from "vitest";
import { counted, day, percent, size } from "./figures";

test("counts carry their noun", () => {
  expect([counted(1, "item"), counted(2500, "item"), counted(2, "person", "people")]).toEqual(["1 item", "2,500 items", "2 people"]);
});

test("a hundred per cent means that nothing is missing", () => {
  expect([percent(2399, 2400), percent(2400, 2400), percent(0, 0)]).toEqual(["99 %", "100 %", "–"]);
});

test("sizes are short", () => {
  expect([size(0), size(1), size(1500), size(12_345_678), size(2_000_000_000)]).toEqual(["0 bytes", "1 byte", "1.5 kB", "12 MB", "2.0 GB"]);
});

test("a time that cannot be read is shown as it is", () => {
  expect(day("yesterday")).toBe("yesterday");
});
