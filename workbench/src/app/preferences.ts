/** One's own theme and keys: applied at once, kept by the server. */

import type { QueryClient } from "@tanstack/react-query";
import { ownKeys } from "../actions/registry";
import { changeMe } from "../api/session";
import { sentence } from "../api/error";
import type { Me, MySettings, Theme } from "../api/types";
import { queries } from "../state/queries";
import { setTheme } from "../state/theme";
import { tell } from "../state/toasts";

/** Take over what the server keeps. */
export function applyPreferences(settings: MySettings): void {
  if (settings.theme) setTheme(settings.theme);
  ownKeys.set(settings.keys ?? {});
}

export function chooseTheme(client: QueryClient, theme: Theme): void {
  setTheme(theme);
  keep(client, (settings) => ({ ...settings, theme }));
}

/** Choose keys for an action; null goes back to the default ones. */
export function chooseKeys(client: QueryClient, action: string, keys: string[] | null): void {
  keep(client, (settings) => {
    const others = Object.entries(settings.keys ?? {}).filter(([id]) => id !== action);
    return { ...settings, keys: Object.fromEntries(keys === null ? others : [...others, [action, keys]]) };
  });
}

function keep(client: QueryClient, change: (settings: MySettings) => MySettings): void {
  const { queryKey } = queries.me();
  const settings = change(client.getQueryData<Me>(queryKey)?.settings ?? {});
  client.setQueryData<Me>(queryKey, (me) => (me ? { ...me, settings } : me));
  applyPreferences(settings);
  changeMe(settings).catch((error: unknown) => tell(`Your choice holds here but was not kept: ${sentence(error)}`, { tone: "bad" }));
}
