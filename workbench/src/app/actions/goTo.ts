import { defineAction, type ActionDefinition } from "../../actions/action";
import { go } from "../location";

/** Going to a page, as an action of the palette. */
export function goTo(to: string, name: string, group: string): ActionDefinition<unknown> {
  return defineAction({ id: `go.${to}`, name, group, keys: [], undo: "none", run: () => go(to) });
}
