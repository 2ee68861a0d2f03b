import { useMemo } from "react";
import { targetOf, type Assignment } from "../../domain/work";
import type { Player } from "../player/player";
import { Segmenting } from "../segments/segmenting";
import { SpanSelection } from "../spans/selection";
import type { Spanning } from "../spans/spanning";
import type { Answering } from "./answering";

interface Editing {
  spanning: Spanning | null;
  segmenting: Segmenting | null;
}

/** The editors that an item needs beside labels: for marks in the target turn's text, and for segments of its sound. */
export function useEditing(item: Pick<Assignment, "conversation" | "target">, answering: Answering | null, player: Player): Editing {
  const { conversation, target } = item;
  return useMemo(() => {
    const of = (kind: string) => answering?.tasks.find((task) => task.kind === kind);
    const [spans, segments] = [of("spans"), of("segments")];
    const turn = targetOf({ conversation, target });
    return {
      spanning: answering && spans && turn?.text ? { answering, task: spans, selection: new SpanSelection(turn.text) } : null,
      segmenting: answering && segments && conversation.audio ? new Segmenting(answering, segments, player) : null,
    };
  }, [conversation, target, answering, player]);
}
