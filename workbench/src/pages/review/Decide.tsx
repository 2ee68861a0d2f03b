import type { ReactNode } from "react";
import { keysOf } from "../../actions/registry";
import { did } from "../../editors/answering/did";
import { useStore } from "../../state/store";
import { Button } from "../../ui/Button";
import { useFoot } from "../../ui/useFoot";
import * as actions from "./actions";
import type { AtCase } from "./actions";
import type { Judging } from "./judging";
import { text } from "./text";
import type { Deciding } from "./useDeciding";
import styles from "./Review.module.css";

interface Props {
  judging: Judging;
  deciding: Deciding;
  standing: string;
  agreed: ReactNode;
  at: AtCase;
  giving: boolean;
}

/** Below the case: what can be decided, and going on. */
export function Decide({ judging, deciding, standing, agreed, at, giving }: Props) {
  const { verdict } = useStore(judging.state);
  const back = verdict?.decision === "return";
  const foot = useFoot();
  const key = (action: { id: string; keys: readonly string[] }) => keysOf(action)[0];
  const still = { onMouseDown: (event: React.MouseEvent) => event.preventDefault() };
  return (
    <footer ref={foot} className={styles.foot}>
      <span className="row"><span className="muted small">{standing}</span>{agreed}</span>
      <div className={styles.buttons}>
        <Button look="quiet" hotkey={key(actions.previous)} {...still} onClick={() => at.previous()}>{text.previous}</Button>
        <Button look="quiet" hotkey={key(actions.later)} {...still} onClick={() => at.later()}>{text.later}</Button>
        <Button hotkey={key(actions.other)} aria-pressed={giving} title={text.otherHow} className={giving ? styles.pressed : ""} {...still} onClick={() => at.other()}>{text.other}</Button>
        <Button hotkey={key(actions.sendBack)} aria-pressed={back} title={text.backHow} className={back ? styles.pressed : ""} {...still} onClick={() => did(judging.sendBack())}>{text.back}</Button>
        <Button look={judging.lacks() === null ? "main" : "plain"} hotkey={key(actions.next)} {...still} onClick={deciding.goOn}>{text.next}</Button>
      </div>
    </footer>
  );
}
