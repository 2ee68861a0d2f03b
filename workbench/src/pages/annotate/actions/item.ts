import { defineAction } from "../../../actions/action";
import type { Answering } from "../../../editors/answering/answering";

/** What can be done with the item on the desk. */
export interface AtItem {
  answering: Answering | null;
  hasClauses: boolean;
  submit: () => unknown;
  back: () => unknown;
  openSkip: () => void;
  openComment: () => void;
  openClauses: () => void;
}

const GROUP = "Annotate";
const there = ({ answering }: AtItem) => answering !== null;

export const submit = defineAction<AtItem>({
  id: "annotate.submit", name: "Submit and go on", group: GROUP, keys: ["Enter"], undo: "none", available: there,
  run: (item) => item.submit(),
});

export const submitWhileTyping = defineAction<AtItem>({
  id: "annotate.submit-typing", name: "Submit and go on, while typing", group: GROUP, keys: ["Ctrl+Enter"], undo: "none",
  whileTyping: true, evenOnButtons: true, keyOnly: true, available: there,
  run: (item) => item.submit(),
});

export const back = defineAction<AtItem>({
  id: "annotate.back", name: "Back to the item before, to correct it", group: GROUP, keys: ["B"], undo: "none",
  run: (item) => item.back(),
});

export const skip = defineAction<AtItem>({
  id: "annotate.skip", name: "Skip with a reason", group: GROUP, keys: ["X"], undo: "confirm", available: there,
  run: (item) => item.openSkip(),
});

export const comment = defineAction<AtItem>({
  id: "annotate.comment", name: "Comment", group: GROUP, keys: ["C"], undo: "step", available: there,
  run: (item) => item.openComment(),
});

export const cite = defineAction<AtItem>({
  id: "annotate.cite", name: "Cite a clause", group: GROUP, keys: ["G"], undo: "step",
  available: (item) => there(item) && item.hasClauses,
  run: (item) => item.openClauses(),
});
