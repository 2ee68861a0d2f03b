import { defineAction } from "../../../actions/action";
import type { Listening } from "./play";

const move = (id: string, name: string, key: string, by: number, fine = false) =>
  defineAction<Listening>({
    id: `listen.${id}`, name, group: "Listen", keys: [key], undo: "none", repeats: true,
    available: ({ hasSound, edgeChosen }) => hasSound && !(fine && edgeChosen),
    run: ({ player }) => player.step(by),
  });

export const back1 = move("back1", "Back 1 second", "ArrowLeft", -1);
export const on1 = move("on1", "On 1 second", "ArrowRight", 1);
export const back5 = move("back5", "Back 5 seconds", "Shift+ArrowLeft", -5);
export const on5 = move("on5", "On 5 seconds", "Shift+ArrowRight", 5);
export const backFine = move("back-fine", "Back 10 milliseconds", "Alt+ArrowLeft", -0.01, true);
export const onFine = move("on-fine", "On 10 milliseconds", "Alt+ArrowRight", 0.01, true);
