import type { Label } from "../../api/types";
import { idFrom } from "../../domain/guideline";
import { keyOf, shown } from "../../domain/labels";
import { insert, move, put, take } from "../../domain/lists";
import { Button } from "../../ui/Button";
import { Kbd } from "../../ui/Kbd";
import { Swatch } from "../../ui/LabelMark";
import { removed } from "./removed";
import { OrderButtons } from "./OrderButtons";
import { text } from "./text";
import styles from "./Guideline.module.css";

type Edit = (change: (labels: readonly Label[]) => Label[]) => void;

interface Props {
  labels: readonly Label[];
  /** Ids that were published before: they stay. */
  locked: ReadonlySet<string>;
  onEdit: Edit;
}

/** The labels of a question, in the order of their keys. */
export function LabelEditor({ labels, locked, onEdit }: Props) {
  const add = () => onEdit((now) => [...now, { id: "", name: "" }]);
  return (
    <fieldset className={styles.task}>
      <legend>{text.labels}</legend>
      {labels.length > 0 ? (
        <div className={`${styles.editLabel} ${styles.heads}`} aria-hidden="true">
          <span>{text.labelKey}</span><span /><span>{text.labelName}</span><span>{text.labelId}</span><span />
        </div>
      ) : null}
      <ol className={styles.labels}>
        {labels.map((label, index) => (
          <OneLabel key={index} label={label} index={index} labels={labels} locked={locked.has(label.id)} onEdit={onEdit} />
        ))}
      </ol>
      <div><Button small onClick={add}>{text.addLabel}</Button></div>
    </fieldset>
  );
}

function OneLabel({ label, index, labels, locked, onEdit }: { label: Label; index: number; labels: readonly Label[]; locked: boolean; onEdit: Edit }) {
  const what = text.label(shown(label));
  const key = keyOf(index);
  const change = (more: Partial<Label>) => onEdit((now) => put(now, index, { ...label, ...more }));
  // The id follows the name once, when the name is finished; afterwards it stays.
  const finish = () => {
    if (!label.id.trim() && label.name?.trim()) change({ id: idFrom(label.name, labels.map(({ id }) => id)) });
  };
  return (
    <li className={styles.editLabel}>
      <span>{key ? <Kbd spec={key} /> : null}</span>
      <Swatch index={index} />
      <input aria-label={`${text.labelName}, ${what}`} dir="auto" maxLength={200} autoFocus={!label.id && !label.name} value={label.name ?? ""} placeholder={label.id} onBlur={finish} onChange={(event) => change({ name: event.target.value })} />
      <input aria-label={`${text.labelId}, ${what}`} dir="auto" maxLength={100} readOnly={locked} title={locked ? text.labelIdLocked : undefined} value={label.id} onChange={(event) => change({ id: event.target.value })} />
      <OrderButtons
        what={what} index={index} count={labels.length}
        onMove={(by) => onEdit((now) => move(now, index, by))}
        onRemove={() => {
          onEdit((now) => take(now, index));
          removed(what, () => onEdit((now) => insert(now, index, label)));
        }}
      />
    </li>
  );
}
