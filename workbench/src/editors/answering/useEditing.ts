import { useMemo } from "react";
import type { Assignment } from "../../domain/work";
import type { Player } from "../player/player";
import { Segmenting } from "../segments/segmenting";
import { markedTexts, Spanning } from "../spans/spanning";
import type { Answering } from "./answering";

interface Editing {
  spanning: Spanning | null;
  segmenting: Segmenting | null;
}

/** The editors that an item needs beside labels: for marks in the text, and for segments of its sound. */
export function useEditing(item: Pick<Assignment, "conversation" | "target">, answering: Answering | null, player: Player): Editing {
  const { conversation, target } = item;
  return useMemo(() => {
    const of = (kind: string) => answering?.tasks.find((task) => task.kind === kind);
    const [spans, segments] = [of("spans"), of("segments")];
    const texts = markedTexts(conversation, target);
    return {
      spanning: answering && spans && texts.length > 0 ? new Spanning(answering, spans, texts) : null,
      segmenting: answering && segments && conversation.audio ? new Segmenting(answering, segments, player) : null,
    };
  }, [conversation, target, answering, player]);
}
