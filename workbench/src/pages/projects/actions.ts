import { defineAction } from "../../actions/action";

/** Open the form for a new project. */
export const newProject = defineAction<{ open: () => void; allowed: boolean }>({
  id: "projects.new", name: "New project", group: "Projects", keys: ["N"], undo: "none",
  available: ({ allowed }) => allowed,
  run: ({ open }) => open(),
});
