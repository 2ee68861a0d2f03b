import { defineAction } from "../../actions/action";
import { EVERYWHERE } from "../../actions/conflicts";
import { takeBack } from "../../state/undo";

export const undoLast = defineAction<unknown>({
  id: "app.undo", name: "Undo", group: EVERYWHERE, keys: ["Ctrl+Z"], undo: "none",
  run: () => takeBack(),
});
