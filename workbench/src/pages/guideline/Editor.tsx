import type { Task } from "../../api/types";
import type { Content } from "../../domain/difference";
import { difference } from "../../domain/difference";
import { cleaned, nextClause, troubles, type Trouble } from "../../domain/guideline";
import { insert, move, put, take } from "../../domain/lists";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Changes } from "./Changes";
import { ClauseEditor } from "./ClauseEditor";
import { removed } from "./removed";
import { TaskEditor } from "./TaskEditor";
import { text } from "./text";
import type { Draft, Drafting } from "./useDraft";
import styles from "./Guideline.module.css";

interface Props {
  draft: Draft;
  drafting: Drafting;
  /** The version in force, which the draft is compared with. */
  published: (Content & { number: number }) | null;
}

const FRESH: Task = { name: "", question: "", kind: "category", labels: [], required: true, subjective: false, per: "turn" };

/** The draft: questions and clauses at the left, what they change at the right. */
export function Editor({ draft, drafting, published }: Props) {
  const found = troubles(draft);
  return (
    <div className={styles.two}>
      <div className="stack">
        <Tasks draft={draft} drafting={drafting} published={published} />
        <Clauses draft={draft} drafting={drafting} />
      </div>
      <aside className={styles.side} aria-label={text.changes}>
        {found.length > 0 ? <Troubles found={found} /> : null}
        {published && published.number > draft.based ? <Notice tone="warn">{text.movedOn(published.number)}</Notice> : null}
        <h2>{text.changes}</h2>
        {published ? <Changes changes={difference(published, cleaned(draft))} /> : <p className="muted">{text.allNew}</p>}
      </aside>
    </div>
  );
}

function Troubles({ found }: { found: Trouble[] }) {
  return (
    <Notice tone="warn" title={text.troubles(found.length)}>
      <ul className={styles.troubles}>
        {found.map(({ where, text: said }) => <li key={where + said}><bdi>{where}</bdi>: {said}</li>)}
      </ul>
    </Notice>
  );
}

function Tasks({ draft, drafting, published }: Props) {
  const edit = (change: (tasks: readonly Task[]) => Task[]) => drafting.edit(({ clauses, tasks }) => ({ clauses, tasks: change(tasks) }));
  return (
    <section className="stack">
      <h2>{text.tasks}</h2>
      <ol className={styles.tasks}>
        {draft.tasks.map((task, index) => (
          <TaskEditor
            key={index} task={task} index={index} count={draft.tasks.length}
            published={published?.tasks.find(({ name }) => name === task.name)}
            onEdit={(change) => edit((now) => put(now, index, change(now[index] ?? task)))}
            onMove={(by) => edit((now) => move(now, index, by))}
            onRemove={() => {
              edit((now) => take(now, index));
              removed(text.task(task.name), () => edit((now) => insert(now, index, task)));
            }}
          />
        ))}
      </ol>
      <div><Button onClick={() => edit((now) => [...now, FRESH])}>{text.addTask}</Button></div>
    </section>
  );
}

function Clauses({ draft, drafting }: Omit<Props, "published">) {
  const edit = (change: (clauses: Draft["clauses"]) => Draft["clauses"]) => drafting.edit(({ clauses, tasks }) => ({ clauses: change(clauses), tasks }));
  return (
    <section className="stack">
      <h2>{text.clauses}</h2>
      {draft.clauses.length === 0 ? <p className="muted">{text.noClauses}</p> : null}
      <ol className={styles.clauses}>
        {draft.clauses.map((clause, index) => (
          <ClauseEditor
            key={index} clause={clause} index={index} count={draft.clauses.length}
            onChange={(next) => edit((now) => put(now, index, next))}
            onMove={(by) => edit((now) => move(now, index, by))}
            onRemove={() => {
              edit((now) => take(now, index));
              removed(text.clause(clause.id), () => edit((now) => insert(now, index, clause)));
            }}
          />
        ))}
      </ol>
      <div><Button onClick={() => edit((now) => [...now, { id: nextClause(now), text: "" }])}>{text.addClause}</Button></div>
    </section>
  );
}
