import type { Undo } from "../../actions/action";
import { remember } from "../../state/undo";

/** Remember how a step is taken back that did not come from an action's key: from the pointer, or from typing. */
export function did(undo: Undo | null): void {
  if (undo) remember(undo);
}
