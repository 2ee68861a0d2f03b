import { agree } from "../../domain/compare";
import type { Case } from "./calls";
import { text } from "./text";
import type { Deciding } from "./useDeciding";
import styles from "./Review.module.css";

/** The tasks of the case, where there are several. */
export function TaskTabs({ found, deciding }: { found: Case; deciding: Deciding }) {
  if (found.tasks.length < 2) return null;
  return (
    <nav aria-label={text.tasks} className={styles.tabs}>
      {found.tasks.map(({ task, decision, answers }, index) => (
        <button key={task} type="button" className={styles.tab} aria-current={index === deciding.at ? "step" : undefined} onClick={() => deciding.turnTo(index)}>
          {task}
          <span className="muted small">{standing(Boolean(decision) || deciding.decided.has(task), agree(answers.map(({ answer }) => answer)))}</span>
        </button>
      ))}
    </nav>
  );
}

function standing(decided: boolean, alike: boolean): string {
  return decided ? ` · ${text.decidedTask}` : alike ? ` · ${text.alike}` : "";
}
