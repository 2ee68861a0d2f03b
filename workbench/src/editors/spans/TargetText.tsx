import { useStore } from "../../state/store";
import { spansOf, type Spanning } from "./spanning";
import { SpanText } from "./SpanText";

/** The text of the turn asked about, with the marks it has got. */
export function TargetText({ spanning }: { spanning: Spanning }) {
  useStore(spanning.answering.steps);
  return <SpanText selection={spanning.selection} spans={spansOf(spanning)} labels={spanning.task.labels} />;
}
