import { useEffect, useState } from "react";
import type { Stretch } from "../../domain/time";
import { targetOf, type Assignment } from "../../domain/work";
import type { Player, Renew } from "../player/player";
import { useListening } from "../player/useListening";
import { usePlayer } from "../player/usePlayer";
import type { Segmenting } from "../segments/segmenting";
import { useLooking } from "../waveform/useLooking";
import { Stage } from "../waveform/stage";
import { useStore } from "../../state/store";

type Heard = Pick<Assignment, "conversation" | "target">;

/** The player and the stage of an item's sound; it looks at the turn that is asked about. */
export function useItemSound({ conversation, target }: Heard, renew?: Renew): { player: Player; stage: Stage; turn: Stretch | null } {
  const player = usePlayer(conversation.audio, conversation.seconds, renew);
  const [stage] = useState(() => new Stage());
  const turn = stretchOf({ conversation, target });
  useEffect(() => {
    stage.look(stretchOf({ conversation, target }));
    const begin = stretchOf({ conversation, target })?.start;
    if (begin !== undefined) player.seek(begin);
  }, [stage, player, conversation, target]);
  return { player, stage, turn };
}

const NOTHING_CHOSEN = { get: () => null, subscribe: () => () => undefined };

/** The keys for listening and looking; "again" is the chosen segment, else the turn that is asked about. */
export function useSoundKeys(item: Heard, player: Player, stage: Stage, turn: Stretch | null, segmenting: Segmenting | null): void {
  const chosen = useStore<{ id: string | null } | null>(segmenting?.chosen ?? NOTHING_CHOSEN);
  const hasSound = item.conversation.audio !== null;
  const selected = chosen && segmenting ? segmenting.selected : null;
  useListening({ player, hasSound, stretch: selected ?? turn, edgeChosen: selected !== null });
  useLooking({ stage, hasSound, stretch: selected ?? turn });
}

function stretchOf(item: Heard): Stretch | null {
  const { start = null, end = null } = targetOf(item) ?? {};
  return start !== null && end !== null ? { start, end } : null;
}
