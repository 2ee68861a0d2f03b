import { defineAction } from "../../../actions/action";
import { neighbour } from "../../../domain/segments";
import type { EditingSegments } from "./edit";

const GROUP = "Segments";
const chosen = ({ segmenting }: EditingSegments) => (segmenting?.selected ?? null) !== null;

/** At the last segment, and after Escape, Tab leaves the waveform as it leaves any other element: nobody is trapped. */
const hasNeighbour = (by: 1 | -1) => ({ segmenting }: EditingSegments) =>
  segmenting !== null && segmenting.walking && neighbour(segmenting.all, segmenting.chosen.get().id, by, segmenting.player.time) !== null;

export const nextSegment = defineAction<EditingSegments>({
  id: "segments.next", name: "Next segment, and play it", group: GROUP, keys: ["Tab"], undo: "none", inside: "[data-segments], body:not(:focus-within)",
  available: hasNeighbour(1), run: ({ segmenting }) => segmenting?.walk(1),
});

export const previousSegment = defineAction<EditingSegments>({
  id: "segments.previous", name: "Previous segment, and play it", group: GROUP, keys: ["Shift+Tab"], undo: "none", inside: "[data-segments], body:not(:focus-within)",
  available: hasNeighbour(-1), run: ({ segmenting }) => segmenting?.walk(-1),
});

export const otherEdge = defineAction<EditingSegments>({
  id: "segments.edge", name: "Choose the segment's other edge", group: GROUP, keys: ["E"], undo: "none",
  available: chosen, run: ({ segmenting }) => segmenting?.otherEdge(),
});

export const letGo = defineAction<EditingSegments>({
  id: "segments.none", name: "Choose no segment", group: GROUP, keys: ["Escape"], undo: "none",
  available: ({ segmenting }) => segmenting !== null && (segmenting.walking || segmenting.begun.get() !== null),
  run: ({ segmenting }) => {
    if (!segmenting) return;
    segmenting.begun.set(null);
    segmenting.choose(null);
    segmenting.walking = false;
  },
});
