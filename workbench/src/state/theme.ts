import type { Theme } from "../api/types";
import { createStore } from "./store";

const KEPT = "earmark.theme";

export const theme = createStore<Theme>(kept());

/** Apply the theme to the page now, and remember it for the next start of this browser. */
export function setTheme(next: Theme): void {
  theme.set(next);
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // A full or forbidden store: the choice still holds for this page, and the server keeps it.
  }
  applyTheme();
}

export function applyTheme(): void {
  const chosen = theme.get();
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
}

function kept(): Theme {
  try {
    const value = localStorage.getItem(KEPT);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}
