import { createStore } from "../state/store";

/** What lies over the page: the palette, the key sheet, or nothing. */
export const overlay = createStore<"palette" | "keys" | null>(null);
