import { defineAction } from "../../../actions/action";
import type { Stretch } from "../../../domain/time";
import type { Stage } from "../stage";

export interface Looking {
  stage: Stage;
  hasSound: boolean;
  stretch: Stretch | null;
}

const look = (id: string, name: string, keys: readonly string[], run: (context: Looking) => unknown) =>
  defineAction<Looking>({ id: `wave.${id}`, name, group: "Listen", keys, undo: "none", repeats: true, available: ({ hasSound }) => hasSound, run });

export const closer = look("closer", "Look closer", ["+", "="], ({ stage }) => stage.zoom(1.6));
export const wider = look("wider", "Look wider", ["-"], ({ stage }) => stage.zoom(1 / 1.6));
export const lookAtIt = look("look", "Look at the turn or segment", ["Z"], ({ stage, stretch }) => stage.look(stretch));
export const lookAtAll = look("all", "Look at the whole recording", ["Shift+Z"], ({ stage }) => stage.lookAtAll());
