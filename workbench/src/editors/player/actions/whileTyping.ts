import { defineAction } from "../../../actions/action";
import type { Listening } from "./play";

/** The sound while a text is being typed: the plain keys write letters then. */
export const playWhileTyping = defineAction<Listening>({
  id: "listen.play-typing", name: "Play or pause, while typing", group: "Listen", keys: ["Ctrl+Space"], undo: "none", whileTyping: true, keyOnly: true,
  available: ({ hasSound }) => hasSound,
  run: ({ player }) => player.toggle(),
});
