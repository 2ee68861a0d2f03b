import { useMemo } from "react";
import { lanesOf } from "../../domain/lanes";
import type { Segment } from "../../domain/segments";
import type { Conversation } from "../../domain/work";
import type { Player } from "../player/player";
import { sceneOf } from "./scenes";
import { SoundPanel } from "./SoundPanel";
import { useSegmentScene } from "./useSegmentScene";
import type { Segmenting } from "../segments/segmenting";
import type { Stage } from "../waveform/stage";

interface Props {
  conversation: Conversation;
  player: Player;
  stage: Stage;
}

const NONE: readonly Segment[] = [];

/** The sound of an item that is only heard. */
export function HeardSound({ conversation, player, stage }: Props) {
  const scene = useMemo(() => {
    const lanes = lanesOf(conversation);
    return sceneOf({ conversation, lanes, segments: NONE, labels: [], selected: null, editable: false });
  }, [conversation]);
  return <SoundPanel conversation={conversation} player={player} stage={stage} scene={scene} />;
}

/** The sound of an item whose segments are being made. */
export function EditedSound({ segmenting, ...sound }: Props & { segmenting: Segmenting }) {
  const { scene, heard } = useSegmentScene(sound.conversation, segmenting);
  return <SoundPanel {...sound} scene={scene} heard={heard} tall />;
}
