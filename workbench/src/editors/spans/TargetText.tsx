import { useMemo } from "react";
import { useStore } from "../../state/store";
import type { Marked, Spanning } from "./spanning";
import { SpanText } from "./SpanText";

/** The text of a turn that can be marked, with the marks it has got. */
export function TargetText({ spanning, marked }: { spanning: Spanning; marked: Marked }) {
  useStore(spanning.answering.steps);
  const spans = spanning.spans.filter(({ track }) => track === marked.track);
  return <SpanText selection={marked.selection} spans={spans} labels={spanning.task.labels} onEnter={() => spanning.enter(marked)} />;
}

/** What the list of turns shows in place of the texts that can be marked. The same elements as long as the item is the same. */
export function useMarkedTexts(spanning: Spanning | null): ReadonlyMap<number, React.ReactNode> | undefined {
  return useMemo(() => spanning
    ? new Map(spanning.texts.map((marked) => [marked.position, <TargetText key={marked.position} spanning={spanning} marked={marked} />]))
    : undefined, [spanning]);
}
