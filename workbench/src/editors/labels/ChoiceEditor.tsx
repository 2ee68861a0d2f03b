import { useId } from "react";
import type { Label, Task } from "../../api/types";
import { fitsInRow, keyOf, shown } from "../../domain/labels";
import { TickField } from "../../ui/Field";
import { Kbd } from "../../ui/Kbd";
import { Swatch } from "../../ui/LabelMark";
import type { Answering } from "../answering/answering";
import { did } from "../answering/did";
import { text } from "../answering/text";
import { pressLabel } from "./press";
import styles from "./Labels.module.css";

interface Props {
  answering: Answering;
  task: Task;
  chosen: readonly string[];
  /** It was said that none applies. */
  none: boolean;
  /** Its keys work: they are drawn. */
  active: boolean;
}

/** The labels of a task, with their keys. */
export function ChoiceEditor({ answering, task, chosen, none, active }: Props) {
  const name = useId();
  const many = task.kind === "categories";
  const labels = labelsOf(task);
  const ordered = task.kind === "scale" || task.kind === "preference";
  const row = ordered && fitsInRow(labels);
  return (
    <div className={`${styles.labels} ${!ordered ? "" : row ? styles.scale : styles.column}`}>
      {labels.map((label, index) => (
        <label key={label.id} className={styles.label} title={label.description ?? undefined} onMouseDown={(event) => event.preventDefault()}>
          <input
            type={many ? "checkbox" : "radio"} name={name} className="unseen" checked={chosen.includes(label.id)}
            aria-keyshortcuts={active ? (keyOf(index) ?? undefined) : undefined}
            onChange={() => did(pressLabel(answering, task, label.id))}
            onClick={() => { if (!many && chosen.includes(label.id)) did(pressLabel(answering, task, label.id)); }}
          />
          <span className={styles.face}>
            {ordered ? null : <Swatch index={index} />}
            <span className={styles.name} dir="auto">{shown(label)}</span>
            {keyOf(index) ? <span className={active ? styles.key : styles.resting}><Kbd spec={keyOf(index) ?? ""} /></span> : null}
            {chosen.includes(label.id) ? <Tick /> : null}
          </span>
        </label>
      ))}
      {many && chosen.length === 0 ? (
        <TickField label={text.noneOfThese} checked={none} aria-keyshortcuts="N" onChange={() => did(answering.change(task, { shape: "choice", labels: [], none: !none }, text.noneSaid))} />
      ) : null}
    </div>
  );
}

const PREFERENCES: Label[] = [{ id: "a", name: "A is better" }, { id: "b", name: "B is better" }, { id: "tie", name: "No difference" }];

/** The labels of a task; a preference without labels has its three. */
export function labelsOf({ kind, labels }: Pick<Task, "kind" | "labels">): readonly Label[] {
  return kind === "preference" && labels.length === 0 ? PREFERENCES : labels;
}

function Tick() {
  return (
    <svg className={styles.tick} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2.5" aria-hidden="true">
      <path d="M3 8.5l3.200 3.200L13 5" />
    </svg>
  );
}
