import { expect, test } from "vitest";
import { addressOf, lookingAt } from "./address";

test("an address is read back as it was written, whatever the labels are called", () => {
  const labels = ["a&b", "ü #1"];
  const { searchParams, hash } = new URL(addressOf("p/1", "in tent", labels, true), "http://here");

  expect(lookingAt({ query: searchParams })).toEqual({ task: "in tent", labels });
  expect(hash).toBe("#disputed");
});
