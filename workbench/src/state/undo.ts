import { sentence } from "../api/error";
import type { Undo } from "../actions/action";
import { createStore } from "./store";
import { dismiss, tell, toasts } from "./toasts";

const DEEPEST = 100;

/** What can be taken back on this page, the latest last. */
export const undoable = createStore<readonly Undo[]>([]);

export function remember(undo: Undo): void {
  undoable.set((now) => [...now.slice(1 - DEEPEST), undo]);
}

/** Forget everything: on leaving a page, what it did can no longer be taken back by a key. */
export function forget(): void {
  if (undoable.get().length > 0) undoable.set([]);
}

/** Take back the latest step, or the one given (from a toast). */
export async function takeBack(which?: Undo): Promise<void> {
  const undo = which ?? undoable.get().at(-1);
  if (!undo) {
    tell("There is nothing to undo.");
    return;
  }
  undoable.set((now) => now.filter((other) => other !== undo));
  for (const toast of toasts.get()) if (toast.undo === undo) dismiss(toast.id);
  try {
    await undo.run();
    tell(`Undone: ${undo.what}.`);
  } catch (error) {
    tell(`Not undone: ${undo.what}. ${sentence(error)}`, { tone: "bad" });
  }
}
