/** The actions that can be run now. Keyboard, palette and key sheet all read from here. */

import { createStore } from "../state/store";
import { remember } from "../state/undo";
import { tell } from "../state/toasts";
import { sentence } from "../api/error";
import type { Action, Undo } from "./action";

/** Registered sets of actions; a later one wins a key over an earlier one. */
const sets = createStore<readonly (readonly Action[])[]>([]);

/** People's own keys, by action id. */
export const ownKeys = createStore<Readonly<Record<string, readonly string[]>>>({});

export const registry = {
  subscribe: sets.subscribe,
  get: sets.get,
  /** Add a set of actions; the returned function takes it away. */
  add(actions: readonly Action[]): () => void {
    sets.set((now) => [...now, actions]);
    return () => sets.set((now) => now.filter((other) => other !== actions));
  },
};

/** Return every action that is there, the page's before the general ones, each id once. */
export function present(): Action[] {
  const seen = new Map<string, Action>();
  for (const actions of [...sets.get()].reverse()) {
    for (const action of actions) if (!seen.has(action.id)) seen.set(action.id, action);
  }
  return [...seen.values()];
}

export function keysOf(action: { id: string; keys: readonly string[] }): readonly string[] {
  return ownKeys.get()[action.id] ?? action.keys;
}

/** Run an action, remember its undo, and say so when it fails. */
export async function perform(action: Action): Promise<void> {
  try {
    const result = await action.run();
    if (isUndo(result)) remember(result);
  } catch (error) {
    tell(`${action.name}: ${sentence(error)}`, { tone: "bad" });
  }
}

function isUndo(result: unknown): result is Undo {
  return typeof result === "object" && result !== null && "what" in result && "run" in result;
}
