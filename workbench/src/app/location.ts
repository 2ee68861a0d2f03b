/** Where in the workbench one is: the address of the page. */

import type { Scope } from "../scope/scope";
import { createStore } from "../state/store";

export interface Place {
  path: string;
  query: URLSearchParams;
  hash: string;
}

export const place = createStore<Place>(typeof window === "undefined" ? { path: "/", query: new URLSearchParams(), hash: "" } : here());

/** Follow the browser's Back and Forward. */
export function followHistory(scope: Scope): void {
  scope.listen(window, "popstate", () => place.set(here()));
}

/** Go to a page of the workbench. `replace` leaves no trace in the history. */
export function go(to: string, options: { replace?: boolean } = {}): void {
  if (to === window.location.pathname + window.location.search + window.location.hash) return;
  if (options.replace) window.history.replaceState(null, "", to);
  else window.history.pushState(null, "", to);
  place.set(here());
}

function here(): Place {
  const { pathname, search, hash } = window.location;
  return { path: pathname, query: new URLSearchParams(search), hash };
}
