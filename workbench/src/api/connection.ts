/** Whether the server was heard the last time it was asked. */

type Heard = () => void;

let reachable = true;
const listeners = new Set<Heard>();

export const connection = {
  get reachable(): boolean {
    return reachable;
  },
  subscribe(heard: Heard): () => void {
    listeners.add(heard);
    return () => listeners.delete(heard);
  },
  /** Say what the last request found out. */
  note(now: boolean): void {
    if (now === reachable) return;
    reachable = now;
    for (const heard of listeners) heard();
  },
};
