import { createStore, useStore } from "../state/store";

const said = createStore("");

/** Tell a screen reader something that only the eye would notice. */
export function announce(text: string): void {
  // The same text twice must be read twice: a change of white space makes it new.
  said.set((now) => (now === text ? `${text}\u00a0` : text));
}

export function Announcer() {
  return <div className="unseen" role="status" aria-live="polite">{useStore(said)}</div>;
}
