import { defineAction } from "../../actions/action";

export interface AtQuality {
  mayExport: boolean;
  openExport: () => void;
}

export const exportTables = defineAction<AtQuality>({
  id: "quality.export", name: "Export the answers and what was decided", group: "Quality", keys: ["E"], undo: "none",
  available: ({ mayExport }) => mayExport, run: ({ openExport }) => openExport(),
});
