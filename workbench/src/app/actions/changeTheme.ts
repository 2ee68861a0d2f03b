import type { QueryClient } from "@tanstack/react-query";
import { defineAction } from "../../actions/action";
import { EVERYWHERE } from "../../actions/conflicts";
import { tell } from "../../state/toasts";
import { theme } from "../../state/theme";
import { chooseTheme } from "../preferences";
import type { Theme } from "../../api/types";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const SAID: Record<Theme, string> = { system: "Light or dark, as your system is.", light: "Light.", dark: "Dark." };

export const changeTheme = defineAction<{ client: QueryClient }>({
  id: "app.theme", name: "Change between light and dark", group: EVERYWHERE, keys: [], undo: "step",
  run: ({ client }) => {
    const before = theme.get();
    chooseTheme(client, NEXT[before]);
    tell(SAID[NEXT[before]]);
    return { what: "the change of colours", run: () => chooseTheme(client, before) };
  },
});
