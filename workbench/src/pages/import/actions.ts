import { defineAction } from "../../actions/action";

interface Choosing {
  openFiles: () => void;
  openFolder: () => void;
}

export const chooseFiles = defineAction<Choosing>({
  id: "import.files", name: "Choose files", group: "Import", keys: ["O"], undo: "none",
  run: ({ openFiles }) => openFiles(),
});

export const chooseFolder = defineAction<Choosing>({
  id: "import.folder", name: "Choose a folder", group: "Import", keys: ["Shift+O"], undo: "none",
  run: ({ openFolder }) => openFolder(),
});
