import { useActions } from "../../actions/useActions";
import * as move from "./actions/move";
import * as play from "./actions/play";
import type { Listening } from "./actions/play";
import { playWhileTyping } from "./actions/whileTyping";

const ACTIONS = [
  play.play, play.slower, play.pause, play.faster, play.hearAgain, play.repeat, playWhileTyping,
  move.back1, move.on1, move.back5, move.on5, move.backFine, move.onFine,
];

const NONE: typeof ACTIONS = [];

/** The keys for listening, while this component is shown. */
export function useListening(context: Listening): void {
  useActions(context.hasSound ? ACTIONS : NONE, context);
}
