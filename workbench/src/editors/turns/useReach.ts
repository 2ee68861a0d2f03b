import { startTransition, useState } from "react";
import type { Conversation } from "../../domain/work";
import { useScope } from "../../scope/useScope";
import { further, isWhole, startAt, type Reach } from "./reach";

/** Time between two steps for what the person does. */
const PAUSE = 25;

/** The turns that are in the page now; it grows by itself until all are, so that all can be found and read aloud. */
export function useReach(conversation: Conversation): Reach & { whole: boolean } {
  const { turns } = conversation;
  const [grown, grow] = useState<{ conversation: Conversation; reach: Reach } | null>(null);
  const reach = grown?.conversation === conversation ? grown.reach : startAt(turns.findIndex(({ target }) => target), turns.length);
  const { first, last } = reach;
  const whole = isWhole(reach, turns.length);
  useScope((scope) => {
    if (whole) return;
    const next = further({ first, last }, turns.length);
    scope.after(PAUSE, () => startTransition(() => grow({ conversation, reach: next })));
  }, [conversation, turns, first, last, whole]);
  return { first, last, whole };
}
