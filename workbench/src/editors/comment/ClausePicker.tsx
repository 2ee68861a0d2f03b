import { useState, type KeyboardEvent } from "react";
import { find } from "../../actions/find";
import type { Clause } from "../../api/types";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Kbd } from "../../ui/Kbd";
import { text } from "./text";
import styles from "./Comment.module.css";

interface Props {
  clauses: readonly Clause[];
  cited: string | null;
  onCite: (clause: string | null) => void;
  onClose: () => void;
}

/** The clauses of the guideline, to cite one: by a few letters of it, its number, or a digit. */
export function ClausePicker({ clauses, cited, onCite, onClose }: Props) {
  const [letters, setLetters] = useState("");
  const found = find(clauses, letters, (clause) => `${clause.id} ${clause.text}`);
  // Where clauses are numbered, a digit begins the number of one.
  const digits = !clauses.some(({ id }) => /^\d/.test(id));
  const cite = (clause: string | null) => {
    onClose();
    onCite(clause);
  };
  const press = (event: KeyboardEvent) => {
    const byDigit = digits && letters === "" && /^[1-9]$/.test(event.key) ? found[Number(event.key) - 1] : undefined;
    const one = event.key === "Enter" ? found[0] : byDigit;
    if (!one) return;
    event.preventDefault();
    cite(one.id);
  };
  const feet = (
    <>
      {cited ? <Button look="quiet" onClick={() => cite(null)}>{text.uncite}</Button> : null}
      <Button onClick={onClose}>{text.cancel}</Button>
    </>
  );
  return (
    <Dialog title={text.citeTitle} wide onClose={onClose} feet={feet}>
      {clauses.length === 0 ? <p className="muted">{text.noClauses}</p> : (
        <>
          <input type="search" aria-label={text.searchClauses(digits)} placeholder={text.searchClauses(digits)} autoFocus autoComplete="off" value={letters} onChange={(event) => setLetters(event.target.value)} onKeyDown={press} />
          <ul className={styles.clauses}>
            {found.map((clause, index) => (
              <li key={clause.id}>
                <button type="button" className={`${styles.clause} ${clause.id === cited ? styles.cited : ""}`} aria-pressed={clause.id === cited} onClick={() => cite(clause.id)}>
                  <strong className={styles.number}>{clause.id}</strong>
                  <span dir="auto">{clause.text}</span>
                  {digits && letters === "" && index < 9 ? <Kbd spec={String(index + 1)} /> : null}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
