/** Keys as people write them ("Shift+ArrowLeft"), matched on any keyboard layout. */

export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  /** AltGr is held: Windows reports it as Ctrl and Alt. */
  altGraph?: boolean;
}

interface Spec {
  base: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
}

const PLACES: Record<string, string> = {
  "[": "BracketLeft", "]": "BracketRight", "/": "Slash", ",": "Comma", ".": "Period", ";": "Semicolon", "'": "Quote",
  "-": "Minus", "=": "Equal", "`": "Backquote", "\\": "Backslash",
};
const SHOWN: Record<string, string> = {
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Backspace: "⌫", Delete: "Del",
};
const MODIFIERS = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Unidentified", "Process", "OS"]);

/** Tell whether a key press is the one that is written.
 *
 * Letters count by what the layout gives, or by their place where it gives no Latin letter (Cyrillic, Arabic, Greek).
 * Digits count by value or by place, so that they need no Shift on a French keyboard. Signs count by value, with
 * whatever Shift or AltGr the layout needs for them.
 */
export function matches(written: string, press: KeyPress): boolean {
  const spec = parse(written);
  const held = modifiers(press);
  if (/^[A-Z]$/.test(spec.base)) return sameLetter(spec.base, press) && same(spec, held, true);
  if (/^[0-9]$/.test(spec.base)) return sameDigit(spec, press) && same(spec, held, false);
  if (spec.base.length === 1) return sameSign(spec.base, press) && same(spec, held, false);
  return named(press) === spec.base && same(spec, held, true);
}

/** Write a key press down, for a person choosing keys of their own. Null for a modifier alone. */
export function written(press: KeyPress): string | null {
  if (MODIFIERS.has(press.key)) return null;
  const held = modifiers(press);
  const base = baseOf(press);
  const isSign = base.length === 1 && !/[A-Z0-9]/.test(base);
  const parts = [held.ctrl && "Ctrl", held.alt && "Alt", held.shift && !isSign && "Shift", base];
  return parts.filter(Boolean).join("+");
}

function baseOf(press: KeyPress): string {
  if (/^[a-z]$/i.test(press.key)) return press.key.toUpperCase();
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1];
  if (digit) return digit;
  if (isAscii(press.key)) return press.key;
  return /^Key([A-Z])$/.exec(press.code)?.[1] ?? named(press);
}

/** Return the caps to draw for a key: ["Shift", "←"]. */
export function caps(spec: string): string[] {
  const { base, ctrl, alt, shift } = parse(spec);
  const held = [ctrl && "Ctrl", alt && "Alt", shift && "Shift"].filter((part): part is string => Boolean(part));
  return [...held, SHOWN[base] ?? base];
}

/** Return the key in the form that `aria-keyshortcuts` takes. */
export function forReaders(spec: string): string {
  return spec.replace("Ctrl", "Control");
}

function parse(spec: string): Spec {
  const parts = spec === "+" ? ["+"] : spec.split("+");
  const base = parts.at(-1) || "+";
  const held = new Set(parts.slice(0, -1));
  return {
    base: base.length === 1 ? base.toUpperCase() : base,
    ctrl: held.has("Ctrl"), alt: held.has("Alt"), shift: held.has("Shift"),
  };
}

function modifiers(press: KeyPress): Omit<Spec, "base"> {
  const graph = press.altGraph ?? false;
  return { ctrl: !graph && (press.ctrlKey || press.metaKey), alt: !graph && press.altKey, shift: press.shiftKey };
}

function same(spec: Spec, held: Omit<Spec, "base">, shiftCounts: boolean): boolean {
  if (spec.ctrl !== held.ctrl || spec.alt !== held.alt) return false;
  return !shiftCounts || spec.shift === held.shift;
}

function sameLetter(letter: string, press: KeyPress): boolean {
  if (/^[a-z]$/i.test(press.key)) return press.key.toUpperCase() === letter;
  return press.code === `Key${letter}`;
}

function sameDigit(spec: Spec, press: KeyPress): boolean {
  const byPlace = press.code === `Digit${spec.base}` && press.shiftKey === spec.shift;
  return byPlace || (press.key === spec.base && !spec.shift);
}

function sameSign(sign: string, press: KeyPress): boolean {
  if (press.key === sign) return true;
  if (isAscii(press.key)) return false;
  return sign === "?" ? press.code === "Slash" && press.shiftKey : press.code === PLACES[sign] && !press.shiftKey;
}

function isAscii(key: string): boolean {
  return /^[!-~]$/.test(key);
}

function named(press: KeyPress): string {
  return press.key === " " ? "Space" : press.key;
}
