/** The outbox and the drafts of the person who is signed in, in this browser. */

import { call } from "../../api/client";
import { connection } from "../../api/connection";
import { Scope } from "../../scope/scope";
import { saving } from "../saving";
import { Outbox, type News, type World } from "./box";
import { DraftKeeper } from "./drafts";
import { isDecision, type Entry } from "./entry";
import { inIndexedDb } from "./indexed";
import { savingOf } from "./machine";
import { firstOf, inLocalStorage, type Shelf } from "./shelf";

export type { News } from "./box";
export { isDecision, isSubmission, newKey, type DecisionEntry, type Entry, type KeptDraft } from "./entry";

export interface Keeping {
  user: string;
  outbox: Outbox;
  drafts: DraftKeeper;
}

let running: { keeping: Keeping; scope: Scope } | null = null;

/** The one outbox of this page. Started at the first call, and sending from then on, on whichever page one is. */
export function keepingOf(user: string): Keeping {
  if (running?.keeping.user === user) return running.keeping;
  running?.scope.dispose();
  const scope = new Scope();
  running = { scope, keeping: begin(scope, user) };
  return running.keeping;
}

function begin(scope: Scope, user: string): Keeping {
  const shelf = browserShelf();
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("earmark.outbox") : null;
  const outbox: Outbox = new Outbox(worldOf(scope, shelf, channel, () => outbox.flush()), user);
  const drafts = new DraftKeeper(shelf, Date.now);
  if (channel) {
    scope.own(() => channel.close());
    scope.listen(channel, "message", (event: Event) => outbox.told((event as MessageEvent<News>).data));
  }
  scope.own(outbox.box.subscribe(() => saving.set(savingOf(outbox.box.get(), user))));
  scope.own(outbox.hear((news) => {
    if (news.what === "confirmed") void drafts.forget(news.assignment);
  }));
  whenBack(scope, outbox);
  stayWhileUnkept(scope, outbox, drafts);
  saving.set(savingOf(outbox.box.get(), user));
  outbox.flush();
  return { user, outbox, drafts };
}

function browserShelf(): Shelf {
  const shelves: Shelf[] = [];
  if ("indexedDB" in window) shelves.push(inIndexedDb(indexedDB));
  try {
    shelves.push(inLocalStorage(localStorage));
  } catch {
    // Forbidden by a setting: the database alone has to do.
  }
  return firstOf(shelves);
}

function worldOf(scope: Scope, shelf: Shelf, channel: BroadcastChannel | null, wake: () => void): World {
  let stop: (() => void) | null = null;
  return {
    shelf,
    send,
    now: Date.now,
    // Without locks (no https) two pages may send the same: the server stores it once, by its key.
    alone: async (run) => { await ("locks" in navigator ? navigator.locks.request("earmark.outbox", run) : run()); },
    wakeAt: (time) => {
      stop?.();
      stop = time === null ? null : scope.after(Math.max(250, time - Date.now()), wake);
    },
    tell: (news) => channel?.postMessage(news),
  };
}

/** Browsers let at most 64 kB finish after the page is closed, and refuse larger ones at once. */
const MOST_KEPT_ALIVE = 30_000;

function send(entry: Entry): Promise<unknown> {
  const { assignment, project, body } = entry;
  const keepalive = JSON.stringify(body).length < MOST_KEPT_ALIVE;
  const path = isDecision(entry) ? `/api/projects/${encodeURIComponent(project)}/reviews` : `/api/assignments/${encodeURIComponent(assignment)}/submission`;
  return call(path, { method: "POST", body, keepalive });
}

function whenBack(scope: Scope, outbox: Outbox): void {
  scope.listen(window, "online", () => outbox.retry());
  scope.listen(document, "visibilitychange", () => {
    if (document.visibilityState === "visible") outbox.retry();
  });
  scope.own(connection.subscribe(() => {
    if (connection.reachable) outbox.retry();
  }));
}

/** What is only on the page must not be closed by mistake. What is kept may: it is sent at the next visit. */
function stayWhileUnkept(scope: Scope, outbox: Outbox, drafts: DraftKeeper): void {
  scope.listen(window, "beforeunload", (event) => {
    const onlyHere = outbox.box.get().entries.some(({ unkept, refused }) => unkept && !refused);
    const draft = drafts.state.get();
    if (onlyHere || draft === "unkept" || draft === "keeping") event.preventDefault();
  });
}
