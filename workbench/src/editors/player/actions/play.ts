import { defineAction } from "../../../actions/action";
import type { Stretch } from "../../../domain/time";
import type { Player } from "../player";

export interface Listening {
  player: Player;
  hasSound: boolean;
  /** What is heard again: the selected segment, or the turn asked about; null: everything. */
  stretch: Stretch | null;
  /** An edge of a segment is chosen: the small steps move it instead of the playhead. */
  edgeChosen: boolean;
}

const GROUP = "Listen";
const available = ({ hasSound }: Listening) => hasSound;
const listen = (id: string, name: string, keys: readonly string[], run: (context: Listening) => unknown, repeats = false) =>
  defineAction<Listening>({ id: `listen.${id}`, name, group: GROUP, keys, undo: "none", repeats, available, run });

export const play = listen("play", "Play or pause", ["Space"], ({ player }) => player.toggle());
export const pause = listen("pause", "Pause", ["K"], ({ player }) => player.pause());
export const slower = listen("slower", "Slower", ["J"], ({ player }) => player.faster(-1));
export const faster = listen("faster", "Faster", ["L"], ({ player }) => player.faster(1));
export const hearAgain = listen("again", "Hear again", ["H"], ({ player, stretch }) =>
  player.hear(stretch ?? { start: 0, end: player.state.get().seconds }));
export const repeat = listen("loop", "Repeat the stretch, on or off", ["R"], ({ player, stretch }) =>
  player.setLoop(!player.state.get().loop, stretch));
