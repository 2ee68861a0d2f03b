import { useEffect, useRef } from "react";
import type { Label } from "../../api/types";
import { withLabels, type Disputed } from "../../domain/confusion";
import { shown } from "../../domain/labels";
import { Link } from "../../app/Link";
import { addressOf } from "./address";
import { Named } from "./ByLabel";
import type { MeasuredTask } from "./calls";
import { text } from "./text";
import styles from "./Quality.module.css";

interface Props {
  project: string;
  measured: MeasuredTask;
  scheme: readonly Label[];
  labels: readonly string[];
  /** The address asks to go straight here; another one asks anew. */
  asked: string | null;
  mayReview: boolean;
}

/** The items on which people part, to be opened in Review. */
export function DisputedItems({ project, measured, scheme, labels, asked, mayReview }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (asked === null) return;
    heading.current?.scrollIntoView({ block: "start" });
    heading.current?.focus({ preventScroll: true });
  }, [asked]);
  const found = withLabels(measured.disputed, labels);
  const names = labels.map((id) => shown(scheme.find((label) => label.id === id) ?? { id }));
  return (
    <section className={styles.part} id="disputed">
      <h2 ref={heading} tabIndex={-1}>{text.disputed}</h2>
      <p className="muted small">{mayReview ? text.disputedHow : text.disputedRead}</p>
      {labels.length > 0 ? (
        <p className="row" role="status">
          <strong>{names.length === 1 ? text.onlyOne(names[0] ?? "") : text.only(names.join(" and "))}</strong>
          <Link to={addressOf(project, measured.task, [], true)}>{text.all}</Link>
        </p>
      ) : null}
      {found.length === 0 ? <p className="muted">{labels.length > 0 ? text.noneWith : text.noDisputed}</p> : (
        <ol className={styles.items}>
          {found.map((one) => <OneItem key={one.item} one={one} scheme={scheme} to={mayReview ? `/projects/${encodeURIComponent(project)}/review/${encodeURIComponent(one.item)}` : null} />)}
        </ol>
      )}
    </section>
  );
}

function OneItem({ one, scheme, to }: { one: Disputed; scheme: readonly Label[]; to: string | null }) {
  const said = one.text ?? text.noText;
  const given = Object.entries(one.answers).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return (
    <li className={styles.item}>
      {to ? <Link to={to} className={styles.said}><span dir="auto">{said}</span></Link> : <span className={styles.said} dir="auto">{said}</span>}
      <ul className={styles.given} aria-label={text.given}>
        {given.map(([label, count]) => <li key={label}><Named id={label} scheme={scheme} /> <span className="muted">{text.times(count)}</span></li>)}
      </ul>
    </li>
  );
}
