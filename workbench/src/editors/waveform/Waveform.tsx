import { useEffect, useRef } from "react";
import type { Lane } from "../../domain/lanes";
import { useScope } from "../../scope/useScope";
import { useStore } from "../../state/store";
import type { Player } from "../player/player";
import type { PeakSource } from "./peakSource";
import type { Scene } from "./scene";
import type { Heard, Stage } from "./stage";
import { text } from "./text";
import styles from "./Waveform.module.css";

interface Props {
  stage: Stage;
  scene: Scene;
  source: PeakSource | null;
  /** Told again whenever peaks have come in. */
  arrived: number;
  player: Player;
  channels: number;
  heard: Heard;
}

/** The sound as one sees it, a lane a speaker or channel. What can be done here can be done from the list of segments too. */
export function Waveform({ stage, scene, source, arrived, player, channels, heard }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const playhead = useRef<HTMLDivElement>(null);
  useScope((scope) => {
    if (host.current && canvas.current && playhead.current) {
      stage.mount(scope, { host: host.current, canvas: canvas.current, playhead: playhead.current, player });
    }
  }, [stage, player]);
  useEffect(() => stage.show(scene, source, heard), [stage, scene, source, arrived, heard]);
  return (
    <div className={styles.box} data-segments>
      <Names lanes={scene.lanes} player={player} channels={channels} />
      <div ref={host} className={styles.stage} tabIndex={0} role="group" aria-label={text.wave} aria-roledescription={text.waveRole}>
        <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
        <div ref={playhead} className={styles.playhead} />
      </div>
    </div>
  );
}

function Names({ lanes, player, channels }: { lanes: readonly Lane[]; player: Player; channels: number }) {
  const apart = lanes.some(({ channel }) => channel !== null);
  return (
    <ul className={styles.names}>
      {apart ? null : <li className={`${styles.name} ${styles.tall}`}><span>{text.sound}</span></li>}
      {lanes.map((lane) => (
        <li key={lane.id} className={`${styles.name} ${lane.channel === null ? "" : styles.tall}`}>
          {lane.channel !== null && channels > 1
            ? <Alone lane={lane} channel={lane.channel} player={player} channels={channels} />
            : <span dir="auto" title={lane.name}>{lane.name}</span>}
        </li>
      ))}
    </ul>
  );
}

/** The name of a lane, as a switch: only this channel is heard. */
function Alone({ lane, channel, player, channels }: { lane: Lane; channel: number; player: Player; channels: number }) {
  const alone = useStore(player.state).solo === channel;
  return (
    <button
      type="button" aria-pressed={alone} title={alone ? text.hearAll : text.hearOnly(lane.name)}
      onMouseDown={(event) => event.preventDefault()} onClick={() => player.hearOnly(alone ? null : channel, channels)}
    >
      <span dir="auto">{lane.name}</span>
    </button>
  );
}
