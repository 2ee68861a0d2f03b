import { expect, test } from "vitest";
import { find } from "./find";

const names = ["Open the palette", "Import conversations", "People", "Show the keys of this page"];
const found = (letters: string) => find(names, letters, (name) => name);

test("nothing typed shows everything in its order", () => {
  expect(found("  ")).toEqual(names);
});

test("the start of a word comes before its middle", () => {
  expect(found("pe")[0]).toBe("People");
});

test("letters in order are enough, and accents do not matter", () => {
  expect(found("stk")).toEqual(["Show the keys of this page"]);
  expect(find(["Ábaco"], "aba", (name) => name)).toEqual(["Ábaco"]);
});

test("letters that are not there find nothing", () => {
  expect(found("xyz")).toEqual([]);
});
