import { useActions } from "../../actions/useActions";
import * as zoom from "./actions/zoom";
import type { Looking } from "./actions/zoom";

const ACTIONS = [zoom.closer, zoom.wider, zoom.lookAtIt, zoom.lookAtAll];

const NONE: typeof ACTIONS = [];

/** The keys for looking closer and wider, while this component is shown. */
export function useLooking(context: Looking): void {
  useActions(context.hasSound ? ACTIONS : NONE, context);
}
