import { defineAction } from "../../../actions/action";
import { NUDGE, type Segmenting } from "../segmenting";

export interface EditingSegments {
  segmenting: Segmenting | null;
}

const GROUP = "Segments";
const there = ({ segmenting }: EditingSegments) => segmenting !== null;
const chosen = ({ segmenting }: EditingSegments) => (segmenting?.selected ?? null) !== null;

const edit = (id: string, name: string, keys: readonly string[], run: (segmenting: Segmenting) => unknown, available = chosen, repeats = false) =>
  defineAction<EditingSegments>({
    id: `segments.${id}`, name, group: GROUP, keys, undo: "step", available, repeats,
    run: ({ segmenting }) => (segmenting ? run(segmenting) : null),
  });

export const startHere = edit("start", "The segment starts here", ["["], (segmenting) => segmenting.startHere(), there);
export const endHere = edit("end", "The segment ends here", ["]"], (segmenting) => segmenting.endHere(), there);
export const split = edit("split", "Split the segment here", ["S"], (segmenting) => segmenting.splitHere(), there);
export const merge = edit("merge", "Merge with the next segment", ["M"], (segmenting) => segmenting.merge());
export const remove = edit("remove", "Remove the segment", ["Delete", "Backspace"], (segmenting) => segmenting.remove());
export const earlier = edit("earlier", "Move the edge 10 milliseconds back", ["Alt+ArrowLeft"], (segmenting) => segmenting.nudge(-NUDGE), chosen, true);
export const later = edit("later", "Move the edge 10 milliseconds on", ["Alt+ArrowRight"], (segmenting) => segmenting.nudge(NUDGE), chosen, true);
