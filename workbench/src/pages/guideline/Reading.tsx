import type { Task } from "../../api/types";
import type { Content } from "../../domain/difference";
import { takesLabels } from "../../domain/guideline";
import { keyOf } from "../../domain/labels";
import { Kbd } from "../../ui/Kbd";
import { LabelMark } from "../../ui/LabelMark";
import { text } from "./text";
import styles from "./Guideline.module.css";

/** A guideline as those read it who label by it. */
export function Reading({ content }: { content: Content }) {
  return (
    <>
      <section>
        <h2>{text.tasks}</h2>
        <ul className={styles.tasks}>
          {content.tasks.map((task) => <li key={task.name} className="panel"><OneTask task={task} /></li>)}
        </ul>
      </section>
      <section>
        <h2>{text.clauses}</h2>
        {content.clauses.length === 0 ? <p className="muted">{text.noClauses}</p> : null}
        <ol className={styles.clauses}>
          {content.clauses.map((clause) => (
            <li key={clause.id} className={styles.clause} id={`clause-${clause.id}`}>
              <span className={styles.number}>{clause.id}</span>
              <p className="text" dir="auto">{clause.text}</p>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function OneTask({ task }: { task: Task }) {
  const facts = [text.kinds[task.kind], text.per[task.per], task.required ? text.required : text.optional, task.subjective ? text.subjective : ""];
  return (
    <div className={styles.task}>
      <h3 dir="auto">{task.question || task.name}</h3>
      <p className="muted small"><code>{task.name}</code> · {facts.filter(Boolean).join(" · ")}</p>
      {task.labels.length > 0 ? (
        <ol className={`${styles.labels} ${styles.read}`}>
          {task.labels.map((label, index) => {
            const key = keyOf(index);
            return (
              <li key={label.id} className={styles.key} title={label.id}>
                {key ? <Kbd spec={key} /> : null}
                <LabelMark label={label} index={index} />
              </li>
            );
          })}
        </ol>
      ) : (
        <p className="muted small">{takesLabels(task.kind) ? (task.kind === "scale" ? text.numberScale : text.freeLabels) : null}</p>
      )}
    </div>
  );
}
