import { defineAction } from "../../../actions/action";
import { unmarkSelected, type Spanning } from "../spanning";

export interface MarkingText {
  spanning: Spanning | null;
  /** Take the keys to the text. */
  enterText: () => void;
}

const INSIDE = "[data-spans]";
const available = ({ spanning }: MarkingText) => spanning !== null;
const step = (id: string, name: string, key: string, by: 1 | -1, extend: boolean) =>
  defineAction<MarkingText>({
    id: `spans.${id}`, name, group: "Marks in the text", keys: [key], undo: "none", repeats: true, inside: INSIDE, available,
    run: ({ spanning }) => spanning?.selection.step(by, extend),
  });

export const nextWord = step("next", "Next word", "ArrowRight", 1, false);
export const previousWord = step("previous", "Previous word", "ArrowLeft", -1, false);
export const extendOn = step("extend", "Select on to the next word", "Shift+ArrowRight", 1, true);
export const extendBack = step("extend-back", "Select back to the previous word", "Shift+ArrowLeft", -1, true);

export const removeMarks = defineAction<MarkingText>({
  id: "spans.remove", name: "Remove the marks on the selection", group: "Marks in the text", keys: ["Delete", "Backspace"],
  undo: "step", inside: INSIDE, available,
  run: ({ spanning }) => (spanning ? unmarkSelected(spanning) : null),
});

export const enterText = defineAction<MarkingText>({
  id: "spans.enter", name: "Go to the words of the turn", group: "Marks in the text", keys: ["W"], undo: "none", available,
  run: (context) => context.enterText(),
});
