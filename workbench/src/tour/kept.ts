import { createStore, type Store } from "../state/store";
import { read, type Progress } from "./steps";

const stores = new Map<string, Store<Progress>>();

/** How far the tour of a project is, in this browser. */
export function progressOf(project: string): Store<Progress> {
  const name = `earmark.tour.${project}`;
  const found = stores.get(name);
  if (found) return found;
  const made = createStore(read(kept(name)));
  made.subscribe(() => keep(name, made.get()));
  stores.set(name, made);
  return made;
}

function kept(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

function keep(name: string, progress: Progress): void {
  try {
    localStorage.setItem(name, JSON.stringify(progress));
  } catch {
    // A full or forbidden store: the tour goes on, and begins anew after a reload.
  }
}
