import type { Label } from "../../api/types";
import { scaleOver } from "../../domain/estimate";
import { number } from "../../domain/figures";
import { Estimate } from "../../ui/Estimate";
import { LabelMark } from "../../ui/LabelMark";
import { addressOf } from "./address";
import type { MeasuredTask } from "./calls";
import { text } from "./text";
import styles from "./Quality.module.css";

/** How well people agree on each label. */
export function ByLabel({ project, measured, scheme }: { project: string; measured: MeasuredTask; scheme: readonly Label[] }) {
  const { task, labels } = measured;
  const scale = scaleOver(labels.map(({ specific }) => specific));
  return (
    <section className={styles.part}>
      <h2>{text.byLabel}</h2>
      <p className="muted small">{text.byLabelHint}</p>
      {labels.length === 0 ? <p className="muted">{text.noLabels}</p> : (
        <div className="scroll">
          <table>
            <thead><tr><th scope="col">{text.label}</th><th scope="col" className="number">{text.answers}</th><th scope="col">{text.specific}</th></tr></thead>
            <tbody>
              {labels.map(({ label, answers, specific }) => (
                <tr key={label}>
                  <th scope="row" className={styles.name}><Named id={label} scheme={scheme} /></th>
                  <td className="number">{number(answers)}</td>
                  <td><Estimate estimate={specific} scale={scale} to={addressOf(project, task, [label], true)} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** A label by its id, with the name and colour it has in the guideline in force. */
export function Named({ id, scheme }: { id: string; scheme: readonly Label[] }) {
  const place = scheme.findIndex((label) => label.id === id);
  return <LabelMark label={scheme[place] ?? { id }} index={place < 0 ? scheme.length : place} />;
}
