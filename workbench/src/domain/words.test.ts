import { expect, test } from "vitest";
import type { Piece } from "../api/types";
import { wordsChanged } from "./words";

const side = (pieces: Piece[], gone: Piece["what"]) => pieces.filter(({ what }) => what !== gone).map(({ text }) => text).join("");

const PAIRS = [
  ["Label the first turn.", "Label every turn."],
  ["", "new"],
  ["old", ""],
  ["a b c d e f", "a x c y e z"],
  ["same", "same"],
  ["مكالمة قصيرة جدا", "مكالمة طويلة جدا"],
  ["one two", "two one"],
] as const;

test("the pieces hold both texts whole", () => {
  for (const [before, after] of PAIRS) {
    const pieces = wordsChanged(before, after);

    expect([side(pieces, "added"), side(pieces, "removed")]).toEqual([before, after]);
  }
});

test("words change whole, with the space between them", () => {
  expect(wordsChanged("Label the first turn.", "Label every turn.")).toEqual([
    { what: "same", text: "Label " }, { what: "removed", text: "the first" }, { what: "added", text: "every" }, { what: "same", text: " turn." },
  ]);
});

test("equal texts are one piece that stayed", () => {
  expect(wordsChanged("a b", "a b")).toEqual([{ what: "same", text: "a b" }]);
});

test("very long changes are shown as a whole instead of taking for ever", () => {
  const long = (word: string) => Array.from({ length: 3000 }, (_, i) => `${word}${i}`).join(" ");

  expect(wordsChanged(long("a"), long("b")).map(({ what }) => what)).toEqual(["removed", "added"]);
});
