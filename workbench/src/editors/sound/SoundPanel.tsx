import { useMemo } from "react";
import type { Conversation } from "../../domain/work";
import { useStore } from "../../state/store";
import { Notice } from "../../ui/Notice";
import type { Player } from "../player/player";
import { Controls } from "../player/Controls";
import type { Scene } from "../waveform/scene";
import type { Heard, Stage } from "../waveform/stage";
import { usePeaks } from "../waveform/usePeaks";
import { Waveform } from "../waveform/Waveform";
import styles from "./Sound.module.css";

interface Props {
  conversation: Conversation;
  player: Player;
  stage: Stage;
  scene: Scene;
  /** What the pointer does to it; without, it only seeks. */
  heard?: Heard;
  /** Most of the page: the sound itself is what is labelled. */
  tall?: boolean;
}

/** The sound of a conversation: its waveform, and the controls below. */
export function SoundPanel({ conversation, player, stage, scene, heard, tall = false }: Props) {
  const { source, arrived } = usePeaks(conversation.peaks);
  const { problem } = useStore(player.state);
  const seeking = useMemo((): Heard => ({
    preview: (intent) => { if (intent?.what === "seek") player.seek(intent.time); },
    done: (intent) => { if (intent.what === "seek") player.seek(intent.time); },
  }), [player]);
  return (
    <section className={`${styles.panel} ${tall ? styles.tall : ""}`}>
      <Waveform stage={stage} scene={scene} source={source} arrived={arrived} player={player} channels={conversation.channels ?? 1} heard={heard ?? seeking} />
      <Controls player={player} stage={stage} />
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
    </section>
  );
}
