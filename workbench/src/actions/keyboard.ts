/** One listener for the whole page: finds the action whose key was pressed and runs it. */

import type { Scope } from "../scope/scope";
import type { Action } from "./action";
import { matches, type KeyPress } from "./keys";
import { keysOf, perform, present } from "./registry";

const TYPED = "input:not([type=button], [type=submit], [type=checkbox], [type=radio], [type=range], [type=file]), textarea, select, [contenteditable='true']";
const PRESSED = "button, a[href], summary, [role=button], [role=option], [role=switch]";
const STEPPED = "input[type=radio], input[type=range], [role=slider], [role=listbox], [role=tablist]";

export function startKeyboard(scope: Scope, page: Document): void {
  scope.listen(page, "keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    const action = actionFor(event, event.target instanceof Element ? event.target : page.body);
    if (!action) return;
    event.preventDefault();
    if (!event.repeat || action.repeats) void perform(action);
  });
}

function actionFor(event: KeyboardEvent, target: Element): Action | undefined {
  const pressed: KeyPress = pressOf(event);
  const dialog = target.ownerDocument.querySelector("dialog[open]") !== null;
  return present().find((action) =>
    keysOf(action).some((key) => matches(key, pressed))
    && (!dialog || action.overDialogs)
    && heardAt(action, target, event.key)
    && action.available());
}

function heardAt(action: Action, target: Element, key: string): boolean {
  if (action.inside && !target.closest(action.inside)) return false;
  if (target.matches(TYPED)) return action.whileTyping;
  const presses = key === "Enter" || key === " ";
  if (presses && target.closest(PRESSED)) return action.evenOnButtons;
  if (key === " " && target.matches("input[type=checkbox], input[type=radio]")) return false;
  return !(key.startsWith("Arrow") && target.closest(STEPPED));
}

function pressOf(event: KeyboardEvent): KeyPress {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  return { key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph: event.getModifierState("AltGraph") };
}
