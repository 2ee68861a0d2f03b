import { createStore } from "./store";

/** How often a recording was started since the page was loaded, by whichever player. */
export const played = createStore(0);
