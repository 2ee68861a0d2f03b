import type { Clause } from "../../api/types";
import { OrderButtons } from "./OrderButtons";
import { text } from "./text";
import styles from "./Guideline.module.css";

interface Props {
  clause: Clause;
  index: number;
  count: number;
  onChange: (clause: Clause) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

export function ClauseEditor({ clause, index, count, onChange, onMove, onRemove }: Props) {
  const what = text.clause(clause.id);
  return (
    <li className={styles.editClause}>
      <input aria-label={`${text.clauseNumber}, ${what}`} value={clause.id} maxLength={50} onChange={(event) => onChange({ ...clause, id: event.target.value })} />
      <textarea
        aria-label={`${text.clauseText}, ${what}`} dir="auto" rows={Math.min(8, 1 + Math.ceil(clause.text.length / 80))} maxLength={50_000}
        value={clause.text} placeholder={text.clauseText} onChange={(event) => onChange({ ...clause, text: event.target.value })}
      />
      <OrderButtons what={what} index={index} count={count} onMove={onMove} onRemove={onRemove} />
    </li>
  );
}
