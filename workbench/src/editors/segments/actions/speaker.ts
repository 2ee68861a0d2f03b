import { defineAction } from "../../../actions/action";
import { clamp } from "../../../domain/time";
import type { EditingSegments } from "./edit";

const lane = (id: string, name: string, key: string, by: 1 | -1) =>
  defineAction<EditingSegments>({
    id: `segments.${id}`, name, group: "Segments", keys: [key], undo: "step",
    available: ({ segmenting }) => segmenting !== null && segmenting.lanes.length > 1,
    run: ({ segmenting }) => segmenting?.speaker(clamp(segmenting.lane.get() + by, 0, segmenting.lanes.length - 1)),
  });

export const laneAbove = lane("above", "Give it to the speaker above", ",", -1);
export const laneBelow = lane("below", "Give it to the speaker below", ".", 1);
