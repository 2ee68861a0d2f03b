import { useState } from "react";
import type { Clause } from "../../api/types";
import { ClausePicker } from "../../editors/comment/ClausePicker";
import { Button } from "../../ui/Button";
import { Kbd } from "../../ui/Kbd";
import { LongTextField } from "../../ui/Field";
import { useStore } from "../../state/store";
import type { Judging } from "./judging";
import { text } from "./text";
import styles from "./Review.module.css";

interface Props {
  judging: Judging;
  clauses: readonly Clause[];
  picking: boolean;
  onPick: () => void;
  onPicked: () => void;
}

/** Why it is decided so: the clause that decides, and a reason. */
export function Grounds({ judging, clauses, picking, onPick, onPicked }: Props) {
  const { clause, reason } = useStore(judging.state);
  const [all] = useState(clauses.length <= 5);
  const listed = all ? clauses : clauses.filter(({ id }) => id === clause);
  return (
    <section className={styles.grounds}>
      <h3>{text.clauses} <Kbd spec="G" /></h3>
      {all ? null : <div><Button small onClick={onPick}>{clause === null ? text.chooseClause : text.otherClause}</Button></div>}
      <ul className={styles.clauses}>
        {listed.map(({ id, text: said }) => (
          <li key={id}>
            <button type="button" className={`${styles.clause} ${id === clause ? styles.citedClause : ""}`} aria-pressed={id === clause} onMouseDown={(event) => event.preventDefault()} onClick={() => judging.cite(id)}>
              <strong>{id}</strong>
              <span dir="auto">{said}</span>
            </button>
          </li>
        ))}
      </ul>
      <LongTextField
        label={text.reason} hint={text.reasonHint} rows={2} maxLength={2000} dir="auto" data-reason value={reason} onChange={(event) => judging.write(event.target.value)}
        onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }}
      />
      {picking ? <ClausePicker clauses={clauses} cited={clause} onCite={(id) => { if (id !== clause) judging.cite(id ?? clause); }} onClose={onPicked} /> : null}
    </section>
  );
}
