import { defineAction } from "../../../actions/action";
import type { Answering } from "../answering";
import { text } from "../text";

export interface Answers {
  answering: Answering | null;
  searchLabels: () => void;
  /** Take the keys to the text field of the active task, or of the chosen segment. */
  enterField: () => void;
}

const GROUP = "Labels";
const shapeOf = (answering: Answering | null) => answering?.task && answering.draft(answering.task).shape;

/** In a list that scrolls, the arrow keys scroll. */
const notScrolling = () => !document.activeElement?.closest("[data-scrolls]");

export const searchLabels = defineAction<Answers>({
  id: "answers.search", name: "Search the labels", group: GROUP, keys: ["/"], undo: "none",
  available: ({ answering }) => shapeOf(answering) === "choice",
  run: (context) => context.searchLabels(),
});

export const nextTask = defineAction<Answers>({
  id: "answers.next", name: "Next question", group: GROUP, keys: ["ArrowDown"], undo: "none",
  available: ({ answering }) => (answering?.tasks.length ?? 0) > 1 && notScrolling(),
  run: ({ answering }) => answering?.step(1),
});

export const previousTask = defineAction<Answers>({
  id: "answers.previous", name: "Previous question", group: GROUP, keys: ["ArrowUp"], undo: "none",
  available: ({ answering }) => (answering?.tasks.length ?? 0) > 1 && notScrolling(),
  run: ({ answering }) => answering?.step(-1),
});

export const writeText = defineAction<Answers>({
  id: "answers.write", name: "Write the text", group: GROUP, keys: ["T"], undo: "none",
  available: ({ answering }) => ["text", "number", "segments"].includes(shapeOf(answering) ?? ""),
  run: ({ enterField }) => enterField(),
});

export const nothingToMark = defineAction<Answers>({
  id: "answers.none", name: "Nothing to mark, or none of the labels", group: GROUP, keys: ["N"], undo: "step",
  available: ({ answering }) => {
    const draft = answering?.task && answering.draft(answering.task);
    if (draft?.shape === "choice") return answering?.task?.kind === "categories" && draft.labels.length === 0;
    return (draft?.shape === "spans" && draft.spans.length === 0) || (draft?.shape === "segments" && draft.segments.length === 0);
  },
  run: ({ answering }) => {
    const task = answering?.task;
    const draft = task && answering.draft(task);
    const takesNone = draft && draft.shape !== "number" && draft.shape !== "text";
    return takesNone ? answering.change(task, { ...draft, none: !draft.none }, text.noneSaid) : null;
  },
});

export const redo = defineAction<Answers>({
  id: "answers.redo", name: "Redo", group: GROUP, keys: ["Ctrl+Shift+Z", "Ctrl+Y"], undo: "step",
  available: ({ answering }) => answering?.canRedo() ?? false,
  run: ({ answering }) => answering?.redo(text.redo),
});
