import type { Undo } from "../../actions/action";
import { tell } from "../../state/toasts";
import { remember } from "../../state/undo";
import { text } from "./text";

/** Tell that a part was removed, and let it be put back by the toast or by Ctrl-Z. */
export function removed(what: string, putBack: () => void): void {
  const undo: Undo = { what: text.remove(what).toLowerCase(), run: putBack };
  remember(undo);
  tell(text.removed(what.charAt(0).toUpperCase() + what.slice(1)), { undo });
}
