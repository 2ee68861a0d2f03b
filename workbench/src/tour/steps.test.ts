import { expect, test } from "vitest";
import { BEGINNING, current, did, read, skip, STEPS, takenUp } from "./steps";

test("a step that was done is not asked for again, in whatever order it was done", () => {
  const labelled = did(BEGINNING, "label");

  expect(current(labelled)).toBe("hear");
  expect(current(did(labelled, "hear"))).toBe("differ");
});

test("whoever settles a disagreement has seen that people differ", () => {
  expect(did(BEGINNING, "settle").done).toEqual(["differ", "settle"]);
});

test("what is skipped is passed over, and counts as done when it is done later", () => {
  const skipped = skip(BEGINNING);

  expect(current(skipped)).toBe("label");
  expect(did(skipped, "hear")).toMatchObject({ done: ["hear"], skipped: [] });
});

test("doing a step twice changes nothing, nor does anything after the end", () => {
  const once = did(BEGINNING, "hear");

  expect(did(once, "hear")).toBe(once);
  expect(did({ ...once, ended: true }, "label").done).toEqual(["hear"]);
});

test("taking it up again goes on where it was, and starts anew when all was done", () => {
  const left = { ...skip(did(BEGINNING, "hear")), ended: true };
  const all = { ...BEGINNING, done: [...STEPS], ended: true };

  expect(current(takenUp(left))).toBe("label");
  expect(current(takenUp(all))).toBe("hear");
});

test("what was kept is found again, and what is broken is the beginning", () => {
  const kept = skip(did(BEGINNING, "hear"));

  expect(read(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  expect(read({ done: ["nonsense", "label"], ended: 3 })).toEqual({ ...BEGINNING, done: ["label"] });
  expect(read("[]")).toEqual(BEGINNING);
});
