import type { Kind, Label, Task } from "../../api/types";
import { KINDS, labelsFor, takesLabels } from "../../domain/guideline";
import { SelectField, TextField, TickField } from "../../ui/Field";
import { LabelEditor } from "./LabelEditor";
import { OrderButtons } from "./OrderButtons";
import { text } from "./text";
import styles from "./Guideline.module.css";

interface Props {
  task: Task;
  /** The task of the same name in the version in force: its name and its labels' ids stay. */
  published: Task | undefined;
  index: number;
  count: number;
  onEdit: (change: (task: Task) => Task) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

export function TaskEditor({ task, published, index, count, onEdit, onMove, onRemove }: Props) {
  const set = (more: Partial<Task>) => onEdit((now) => ({ ...now, ...more }));
  const locked = new Set(published?.labels.map(({ id }) => id));
  return (
    <li className={`${styles.task} panel`}>
      <div className="row">
        <h3 dir="auto">{task.question || task.name || text.task("")}</h3>
        <OrderButtons what={text.task(task.name)} index={index} count={count} onMove={onMove} onRemove={onRemove} />
      </div>
      <div className={styles.fields}>
        <div className={styles.wide}>
          <TextField label={text.question} dir="auto" maxLength={2000} value={task.question} onChange={(event) => set({ question: event.target.value })} />
        </div>
        <TextField label={text.taskName} maxLength={100} readOnly={published !== undefined} hint={published ? text.taskNameLocked : undefined} value={task.name} onChange={(event) => set({ name: event.target.value })} />
        <SelectField
          label={text.kind} choices={KINDS.map((kind) => ({ value: kind, label: text.kinds[kind] }))} value={task.kind}
          onChange={({ target }) => onEdit((now) => ({ ...now, kind: target.value as Kind, labels: labelsFor(target.value as Kind, now.labels) }))}
        />
        <SelectField
          label={text.perWhat} choices={[{ value: "turn", label: text.per.turn }, { value: "conversation", label: text.per.conversation }]} value={task.per}
          onChange={({ target }) => set({ per: target.value as Task["per"] })}
        />
      </div>
      <div className={styles.fields}>
        <TickField label={text.mustAnswer} checked={task.required} onChange={({ target }) => set({ required: target.checked })} />
        <TickField label={text.isSubjective} hint={text.isSubjectiveHint} checked={task.subjective} onChange={({ target }) => set({ subjective: target.checked })} />
      </div>
      {takesLabels(task.kind) ? (
        <LabelEditor labels={task.labels} locked={locked} onEdit={(change: (labels: readonly Label[]) => Label[]) => onEdit((now) => ({ ...now, labels: change(now.labels) }))} />
      ) : null}
    </li>
  );
}
