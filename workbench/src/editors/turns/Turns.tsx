import { memo, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { speakersOf } from "../../domain/lanes";
import { clock } from "../../domain/time";
import type { Conversation, Shown, Turn } from "../../domain/work";
import { useScope } from "../../scope/useScope";
import { Swatch } from "../../ui/LabelMark";
import type { Player } from "../player/player";
import { litAt, visible } from "./lit";
import { text } from "./text";
import { useReach } from "./useReach";
import styles from "./Turns.module.css";

interface Props {
  conversation: Conversation;
  player: Player;
  /** Shown in place of the texts of some turns, by position: texts that can be marked. */
  contents?: ReadonlyMap<number, ReactNode> | undefined;
  /** Told which turns are, or have been, in view. */
  onShown?: (shown: Shown) => void;
}

/** The conversation as turns. What plays is lit; a turn that has sound is heard by pressing its time. */
export function Turns({ conversation, player, contents, onShown }: Props) {
  const { turns } = conversation;
  const list = useRef<HTMLOListElement>(null);
  const lit = useLit(turns, player);
  const speakers = useMemo(() => speakersOf(conversation), [conversation]);
  const reach = useReach(conversation);
  const { first, last } = reach;
  useStartAtTarget(list, conversation);
  useWatch(list, conversation, last - first, onShown);
  const heard = conversation.audio !== null;
  if (turns.length === 0) return <p className={`muted ${styles.none}`}>{text.none}</p>;
  return (
    <ol ref={list} data-scrolls className={styles.turns} aria-label={text.turns} aria-busy={!reach.whole} tabIndex={0}>
      <Room key="before" turns={first} />
      {turns.slice(first, last).map((turn, index) => (
        <OneTurn
          key={turn.position} turn={turn} lit={lit === first + index} player={heard ? player : null}
          speaker={turn.speaker === null ? -1 : speakers.indexOf(turn.speaker)} content={contents?.get(turn.position)}
        />
      ))}
      <Room key="after" turns={turns.length - last} />
    </ol>
  );
}

/** Rows out of view are as high to the browser: nothing moves when the turns come. The same as in the style sheet. */
const ROW = 2.625;

/** The room of turns that are not in the page yet. */
function Room({ turns }: { turns: number }) {
  return turns > 0 ? <li aria-hidden="true" style={{ blockSize: `${turns * ROW}rem` }} /> : null;
}

interface OneProps {
  turn: Turn;
  lit: boolean;
  speaker: number;
  /** Null where there is no sound. */
  player: Player | null;
  content: ReactNode;
}

const OneTurn = memo(function OneTurn({ turn, lit, speaker, player, content }: OneProps) {
  const { start, end } = turn;
  const timed = start !== null && end !== null && player !== null;
  return (
    <li className={`${styles.turn} ${turn.target ? styles.target : ""} ${lit ? styles.lit : ""}`} data-position={turn.position} aria-current={turn.target || undefined}>
      <span className={styles.who}>
        {speaker >= 0 ? <Swatch index={speaker} /> : null}
        <span dir="auto" className={styles.name} title={turn.speaker ?? undefined}>{turn.speaker ?? ""}</span>
        {turn.target ? <span className="unseen">{text.target}</span> : null}
      </span>
      <div className={styles.text}>{content ?? <span className="text" dir="auto">{turn.text ?? text.silent}</span>}</div>
      {timed ? (
        <button type="button" className={styles.time} aria-label={text.play(clock(start, 1))} onMouseDown={(event) => event.preventDefault()} onClick={() => player.hear({ start, end })}>
          {clock(start, 1)}
        </button>
      ) : null}
    </li>
  );
});

/** The turn that plays; changes only when another one begins. */
function useLit(turns: readonly Turn[], player: Player): number {
  const [lit, setLit] = useState(-1);
  useScope((scope) => {
    scope.own(player.onTime((time) => setLit(player.state.get().playing ? litAt(turns, time) : -1)));
  }, [turns, player]);
  return lit;
}

function useStartAtTarget(list: React.RefObject<HTMLOListElement | null>, conversation: Conversation): void {
  useEffect(() => {
    const target = list.current?.querySelector("[aria-current]");
    if (target) target.scrollIntoView({ block: "nearest" });
    else list.current?.scrollTo(0, 0);
  }, [list, conversation]);
}

/** Keep account of the turns that have been in view: it is stored with the answer. */
function useWatch(list: React.RefObject<HTMLOListElement | null>, conversation: Conversation, rows: number, onShown: Props["onShown"]): void {
  const heard = useRef(onShown);
  useEffect(() => { heard.current = onShown; });
  useScope((scope) => {
    const host = list.current;
    if (!host) return;
    let waiting = false;
    const look = () => {
      waiting = false;
      const shown = visible(host);
      if (shown) heard.current?.(shown);
    };
    const soon = () => {
      if (waiting) return;
      waiting = true;
      scope.frame(look);
    };
    scope.listen(host, "scroll", soon, { passive: true });
    scope.resized(host, soon);
    soon();
  }, [list, conversation, rows]);
}
