import { defineAction } from "../../../actions/action";
import type { Spanning } from "../spanning";

export interface MarkingText {
  spanning: Spanning | null;
  /** Take the keys to a text: the current one, or the one before or after it. */
  enterText: (by: 0 | 1 | -1) => void;
}

const INSIDE = "[data-spans]";
const available = ({ spanning }: MarkingText) => spanning !== null;
const step = (id: string, name: string, key: string, by: 1 | -1, extend: boolean) =>
  defineAction<MarkingText>({
    id: `spans.${id}`, name, group: "Marks in the text", keys: [key], undo: "none", repeats: true, inside: INSIDE, available,
    run: ({ spanning }) => spanning?.current.get()?.selection.step(by, extend),
  });

export const nextWord = step("next", "Next word", "ArrowRight", 1, false);
export const previousWord = step("previous", "Previous word", "ArrowLeft", -1, false);
export const extendOn = step("extend", "Select on to the next word", "Shift+ArrowRight", 1, true);
export const extendBack = step("extend-back", "Select back to the previous word", "Shift+ArrowLeft", -1, true);

export const removeMarks = defineAction<MarkingText>({
  id: "spans.remove", name: "Remove the marks on the selection", group: "Marks in the text", keys: ["Delete", "Backspace"],
  undo: "step", inside: INSIDE, available,
  run: ({ spanning }) => spanning?.unmarkSelected(),
});

export const enterText = defineAction<MarkingText>({
  id: "spans.enter", name: "Go to the words of the turn", group: "Marks in the text", keys: ["W"], undo: "none", available,
  run: ({ enterText: enter }) => enter(0),
});

export const textBelow = defineAction<MarkingText>({
  id: "spans.below", name: "Go to the next turn's words", group: "Marks in the text", keys: ["ArrowDown"], undo: "none", inside: INSIDE,
  available: ({ spanning }) => spanning?.beside(1) !== undefined,
  run: ({ enterText: enter }) => enter(1),
});

export const textAbove = defineAction<MarkingText>({
  id: "spans.above", name: "Go to the words of the turn before", group: "Marks in the text", keys: ["ArrowUp"], undo: "none", inside: INSIDE,
  available: ({ spanning }) => spanning?.beside(-1) !== undefined,
  run: ({ enterText: enter }) => enter(-1),
});
