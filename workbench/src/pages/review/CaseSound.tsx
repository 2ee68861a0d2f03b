import { useMemo } from "react";
import type { Conversation } from "../../domain/work";
import type { Player } from "../../editors/player/player";
import type { Segmenting } from "../../editors/segments/segmenting";
import { EditedSound, HeardSound } from "../../editors/sound/ItemSound";
import { SoundPanel } from "../../editors/sound/SoundPanel";
import type { Stage } from "../../editors/waveform/stage";
import type { Judging } from "./judging";
import { answersScene } from "./scene";

interface Props {
  conversation: Conversation;
  player: Player;
  stage: Stage;
  judging: Judging;
  /** One's own answer is being made: its segments are edited. */
  segmenting: Segmenting | null;
}

/** The sound of a case: with segments, each answer in a lane of its own. */
export function CaseSound({ conversation, player, stage, judging, segmenting }: Props) {
  const { task, answers } = judging;
  const scene = useMemo(() => (task.kind === "segments" ? answersScene(conversation, task, answers) : null), [conversation, task, answers]);
  if (conversation.audio === null) return null;
  if (segmenting) return <EditedSound conversation={conversation} player={player} stage={stage} segmenting={segmenting} />;
  if (!scene) return <HeardSound conversation={conversation} player={player} stage={stage} />;
  return <SoundPanel conversation={conversation} player={player} stage={stage} scene={scene} tall />;
}
