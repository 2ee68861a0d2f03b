import { defineAction } from "../../actions/action";
import { EVERYWHERE } from "../../actions/conflicts";
import { overlay } from "../chrome";

export const openPalette = defineAction<unknown>({
  id: "app.palette", name: "Find an action", group: EVERYWHERE, keys: ["Ctrl+K"], undo: "none", whileTyping: true, evenOnButtons: true,
  run: () => overlay.set("palette"),
});
