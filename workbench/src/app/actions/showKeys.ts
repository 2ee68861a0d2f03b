import { defineAction } from "../../actions/action";
import { EVERYWHERE } from "../../actions/conflicts";
import { overlay } from "../chrome";

export const showKeys = defineAction<unknown>({
  id: "app.keys", name: "Show the keys of this page", group: EVERYWHERE, keys: ["?"], undo: "none",
  run: () => overlay.set("keys"),
});
