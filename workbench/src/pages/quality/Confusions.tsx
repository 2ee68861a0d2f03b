import type { Label } from "../../api/types";
import { confusedLabels, square, type Cell } from "../../domain/confusion";
import { scaleOver, spoken } from "../../domain/estimate";
import { shown } from "../../domain/labels";
import { go } from "../../app/location";
import { Estimate } from "../../ui/Estimate";
import { addressOf } from "./address";
import { Named } from "./ByLabel";
import type { MeasuredTask } from "./calls";
import { text } from "./text";
import styles from "./Quality.module.css";

const MOST = 12;
const LISTED = 5;

/** Which labels are taken for each other: a square to look at, and the worst pairs with their intervals. */
export function Confusions({ project, measured, scheme }: { project: string; measured: MeasuredTask; scheme: readonly Label[] }) {
  const { task, confusions } = measured;
  const nameOf = (id: string) => shown(scheme.find((label) => label.id === id) ?? { id });
  const labels = confusedLabels(confusions, scheme.map(({ id }) => id), MOST);
  const worst = confusions.slice(0, LISTED);
  const scale = scaleOver(worst.map(({ share }) => share));
  return (
    <section className={styles.part}>
      <h2>{text.confusions}</h2>
      {confusions.length === 0 ? <p className="muted">{text.noConfusions}</p> : (
        <>
          <p className="muted small">{text.confusionsHint}</p>
          <div className="scroll">
            <table className={styles.square} aria-label={text.confusions}>
              <thead>
                <tr>
                  <td />
                  {labels.map((label, index) => <th key={label} scope="col" title={nameOf(label)}>{index + 1}<span className="unseen"> {nameOf(label)}</span></th>)}
                </tr>
              </thead>
              <tbody>
                {square(confusions, labels).map((line, row) => (
                  <tr key={labels[row]}>
                    <th scope="row"><span className={styles.nth}>{row + 1}</span> <span dir="auto">{nameOf(labels[row] ?? "")}</span></th>
                    {line.map((cell) => <td key={cell.b} className={styles.cell}><OneCell cell={cell} nameOf={nameOf} onOpen={() => go(addressOf(project, task, [cell.a, cell.b], true))} /></td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <h3>{text.worst}</h3>
          <table>
            <tbody>
              {worst.map(({ labels: [a, b], share }) => (
                <tr key={`${a} ${b}`}>
                  <th scope="row" className={styles.name}><span className="row"><Named id={a} scheme={scheme} /> <Named id={b} scheme={scheme} /></span></th>
                  <td><Estimate estimate={share} scale={scale} to={addressOf(project, task, [a, b], true)} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

function OneCell({ cell: { a, b, confusion, shade }, nameOf, onOpen }: { cell: Cell; nameOf: (id: string) => string; onOpen: () => void }) {
  if (a === b) return <span className={styles.self} aria-hidden="true" />;
  if (!confusion) return <span className={styles.none} title={text.noCell(nameOf(a), nameOf(b))}>·</span>;
  const pairs = Math.max(1, Math.round(confusion.pairs)).toLocaleString("en");
  const said = text.cell(nameOf(a), nameOf(b), pairs, spoken(confusion.share));
  return (
    <button type="button" className={`${styles.count} ${styles[`s${shade}`]}`} title={said} onClick={onOpen}>
      {pairs}<span className="unseen"> {said}</span>
    </button>
  );
}
