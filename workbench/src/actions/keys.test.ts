import { describe, expect, test } from "vitest";
import { caps, matches, written, type KeyPress } from "./keys";

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held,
});

describe("letters", () => {
  test("count by what the layout gives", () => {
    expect(matches("A", press("a", "KeyQ"))).toBe(true);
    expect(matches("Q", press("a", "KeyQ"))).toBe(false);
  });

  test("count by place where the layout gives no Latin letter", () => {
    expect(matches("J", press("о", "KeyJ"))).toBe(true);
    expect(matches("Ctrl+K", press("л", "KeyK", { ctrlKey: true }))).toBe(true);
  });

  test("need exactly the modifiers that are written", () => {
    expect(matches("J", press("J", "KeyJ", { shiftKey: true }))).toBe(false);
    expect(matches("J", press("j", "KeyJ", { ctrlKey: true }))).toBe(false);
    expect(matches("Ctrl+Z", press("z", "KeyY", { metaKey: true }))).toBe(true);
  });
});

describe("digits", () => {
  test("work on a French keyboard with and without Shift", () => {
    expect(matches("1", press("&", "Digit1"))).toBe(true);
    expect(matches("1", press("1", "Digit1", { shiftKey: true }))).toBe(true);
  });

  test("work on the number pad", () => {
    expect(matches("7", press("7", "Numpad7"))).toBe(true);
  });

  test("with Shift are another key on an English keyboard", () => {
    expect(matches("1", press("!", "Digit1", { shiftKey: true }))).toBe(false);
    expect(matches("Shift+1", press("!", "Digit1", { shiftKey: true }))).toBe(true);
  });
});

describe("signs", () => {
  test("count with whatever the layout needs for them", () => {
    expect(matches("?", press("?", "Slash", { shiftKey: true }))).toBe(true);
    expect(matches("/", press("/", "Digit7", { shiftKey: true }))).toBe(true);
    expect(matches("[", press("[", "Digit8", { ctrlKey: true, altKey: true, altGraph: true }))).toBe(true);
  });

  test("count by place where the layout has a letter there", () => {
    expect(matches("[", press("ü", "BracketLeft"))).toBe(true);
    expect(matches("/", press("-", "Slash"))).toBe(false);
  });
});

test("named keys keep their modifiers apart", () => {
  expect(matches("Space", press(" ", "Space"))).toBe(true);
  expect(matches("Shift+ArrowLeft", press("ArrowLeft", "ArrowLeft", { shiftKey: true }))).toBe(true);
  expect(matches("ArrowLeft", press("ArrowLeft", "ArrowLeft", { altKey: true }))).toBe(false);
});

test("what is written down for a key press matches that press", () => {
  const presses = [
    press("j", "KeyJ"), press("о", "KeyJ"), press("&", "Digit1"), press("?", "Slash", { shiftKey: true }), press(" ", "Space"),
    press("ArrowLeft", "ArrowLeft", { altKey: true }), press("K", "KeyK", { ctrlKey: true, shiftKey: true }), press("F2", "F2"),
  ];
  for (const one of presses) expect(matches(written(one) ?? "", one), written(one) ?? "").toBe(true);

  expect(written(press("Shift", "ShiftLeft", { shiftKey: true }))).toBeNull();
});

test("keys are drawn as caps", () => {
  expect(caps("Shift+ArrowLeft")).toEqual(["Shift", "←"]);
  expect(caps("+")).toEqual(["+"]);
});
