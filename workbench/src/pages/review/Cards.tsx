import { read } from "../../domain/cited";
import { companions } from "../../domain/compare";
import { useStore } from "../../state/store";
import { did } from "../../editors/answering/did";
import { Button } from "../../ui/Button";
import { keysOf } from "../../actions/registry";
import * as actions from "./actions";
import { AnswerView } from "./AnswerView";
import type { ReviewedAnswer } from "./calls";
import type { Judging } from "./judging";
import { text } from "./text";
import styles from "./Review.module.css";

/** What was remarked with an answer: the clause it cites, the comment. */
function Remark({ said }: { said: ReviewedAnswer }) {
  const { clause, comment } = read(said);
  if (clause === null && !comment) return null;
  return (
    <p className={styles.comment} dir="auto">
      {clause === null ? null : <strong>{text.cites(clause)}</strong>} {comment ? `“${comment}”` : ""}
    </p>
  );
}

const ACCEPT = [actions.acceptA, actions.acceptB, actions.acceptC, actions.acceptD, actions.acceptE, actions.acceptF];

/** The answers beside each other. Who gave them is not told before it is decided. */
export function Cards({ judging, target, turnText }: { judging: Judging; target: string | null; turnText: (position: number) => string }) {
  const { verdict } = useStore(judging.state);
  const { answers, task } = judging;
  const values = answers.map(({ answer }) => answer);
  const same = companions(values);
  const long = ["transcript", "rewrite", "spans", "segments"].includes(task.kind);
  return (
    <ul className={`${styles.cards} ${long ? styles.long : ""}`} aria-label={text.hidden}>
      {answers.map((one, index) => {
        const chosen = verdict?.decision === "accept" && verdict.annotation === one.annotation;
        const action = ACCEPT[index];
        return (
          <li key={one.annotation} className={`${styles.card} ${chosen ? styles.chosen : ""}`}>
            <div className={styles.head}>
              <strong>{one.letter}</strong>
              {one.name ? <span dir="auto">{one.name}</span> : null}
              <Button
                small look={chosen ? "main" : "plain"} aria-pressed={chosen} hotkey={action ? keysOf(action)[0] : undefined} className={styles.accept}
                onMouseDown={(event) => event.preventDefault()} onClick={() => did(judging.accept(index))}
              >
                {text.accept}<span className="unseen"> {one.letter}</span>
              </Button>
            </div>
            <AnswerView task={task} answers={values} index={index} target={target} turnText={turnText} />
            <span className="muted small">{text.alsoBy(same[index] ?? 0)}</span>
            <Remark said={one} />
          </li>
        );
      })}
    </ul>
  );
}
