import { useEffect, useRef } from "react";
import { clock } from "../../domain/time";
import { useScope } from "../../scope/useScope";
import { useStore } from "../../state/store";
import { announce } from "../../ui/Announcer";
import { Button } from "../../ui/Button";
import type { Stage } from "../waveform/stage";
import type { Player } from "./player";
import { text } from "./text";
import styles from "./Player.module.css";

/** Play, speed, repeat, and how close one looks. Every one has a key. */
export function Controls({ player, stage }: { player: Player; stage: Stage }) {
  const { playing, rate, loop, seconds } = useStore(player.state);
  useSaid(rate, text.rateSaid(rate));
  useSaid(loop, loop ? text.loopOn : text.loopOff);
  const still = { onMouseDown: (event: React.MouseEvent) => event.preventDefault() };
  return (
    <div className={styles.controls}>
      <Button small hotkey="Space" {...still} onClick={() => player.toggle()} className={styles.play}>{playing ? text.pause : text.play}</Button>
      <Clock player={player} seconds={seconds} />
      <Button small look="quiet" hotkey="J" title={text.slower} {...still} onClick={() => player.faster(-1)}>{text.slower}</Button>
      <span className={styles.rate}>{text.rate(rate)}</span>
      <Button small look="quiet" hotkey="L" title={text.faster} {...still} onClick={() => player.faster(1)}>{text.faster}</Button>
      <span className={loop ? styles.on : styles.off}>{text.loopOn}</span>
      <span className={styles.end}>
        <Button small look="quiet" hotkey="-" {...still} onClick={() => stage.zoom(1 / 1.6)}>{text.zoomOut}</Button>
        <Button small look="quiet" hotkey="+" {...still} onClick={() => stage.zoom(1.6)}>{text.zoomIn}</Button>
        <Button small look="quiet" hotkey="Shift+Z" {...still} onClick={() => stage.lookAtAll()}>{text.zoomAll}</Button>
      </span>
    </div>
  );
}

/** The time, written straight into the page: sixty times a second would be too often for anything else. */
function Clock({ player, seconds }: { player: Player; seconds: number }) {
  const shown = useRef<HTMLSpanElement>(null);
  useScope((scope) => {
    const write = (time: number) => { if (shown.current) shown.current.textContent = clock(time, 2); };
    write(player.time);
    scope.own(player.onTime(write));
  }, [player]);
  return (
    <span className={styles.clock}>
      <span ref={shown} /> <span className="muted">{text.of} {clock(seconds, 0)}</span>
    </span>
  );
}

/** Tell a change, but not what it was at the start. */
function useSaid(value: unknown, said: string): void {
  const before = useRef(value);
  useEffect(() => {
    if (before.current !== value) announce(said);
    before.current = value;
  }, [value, said]);
}
