import { defineAction } from "../../actions/action";

interface Editing {
  mayEdit: boolean;
  editing: boolean;
  ready: boolean;
  edit: () => void;
  publish: () => void;
}

export const editGuideline = defineAction<Editing>({
  id: "guideline.edit", name: "Edit the guideline as a draft", group: "Guideline", keys: ["E"], undo: "none",
  available: ({ mayEdit, editing }) => mayEdit && !editing,
  run: ({ edit }) => edit(),
});

export const publishDraft = defineAction<Editing>({
  id: "guideline.publish", name: "Publish the draft", group: "Guideline", keys: ["Ctrl+Enter"], undo: "confirm", whileTyping: true, evenOnButtons: true,
  available: ({ editing, ready }) => editing && ready,
  run: ({ publish }) => publish(),
});
