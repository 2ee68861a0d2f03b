import { createStore } from "./store";

/** Where the answers given on this machine are: on the server, on the way, or kept here. */
export interface Saving {
  /** Answers on the way or waiting. */
  waiting: number;
  /** Whether the last try failed, so that they are kept here until the connection is back. */
  held: boolean;
  /** A sentence when something has to be done by the person: the local store is full, an answer was refused. */
  problem: string | null;
}

/** Null while the page has nothing to save. Set by the outbox; shown in the top bar on every page. */
export const saving = createStore<Saving | null>(null);
