import type { Action, ActionDefinition } from "./action";

type Keyed = Pick<Action | ActionDefinition<unknown>, "id" | "name" | "group" | "keys">;

/** Return the other actions that share a key with this one where both can be pressed: its own page, or everywhere. */
export function conflicts<T extends Keyed>(action: T, all: readonly T[], keysOf: (action: T) => readonly string[]): T[] {
  const keys = new Set(keysOf(action));
  return all.filter((other) => other.id !== action.id && meets(action, other) && keysOf(other).some((key) => keys.has(key)));
}

export const EVERYWHERE = "Everywhere";

function meets(a: Keyed, b: Keyed): boolean {
  return a.group === b.group || a.group === EVERYWHERE || b.group === EVERYWHERE;
}
