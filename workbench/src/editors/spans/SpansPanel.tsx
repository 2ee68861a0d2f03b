import { cut, keyOf as markKey } from "../../domain/spans";
import { keyOf, shown } from "../../domain/labels";
import { useStore } from "../../state/store";
import { Button } from "../../ui/Button";
import { TickField } from "../../ui/Field";
import { LabelMark, Swatch } from "../../ui/LabelMark";
import { did } from "../answering/did";
import { text } from "../answering/text";
import type { Selected } from "./selection";
import type { Spanning } from "./spanning";
import styles from "./Spans.module.css";

const NONE: Selected = { range: null, anchor: null, caret: null };
const NOTHING = { get: () => NONE, subscribe: () => () => undefined };

/** Beside the text: the labels a selection can get, and the marks there are. */
export function SpansPanel({ spanning, active, none }: { spanning: Spanning; active: boolean; none: boolean }) {
  const { answering, task, spans } = spanning;
  const here = useStore(spanning.current);
  const { range } = useStore(here?.selection.selected ?? NOTHING);
  const labels = task.labels.length > 0 ? task.labels : [];
  return (
    <div className="stack">
      {active && spans.length === 0 ? <p className="muted small">{text.markHow}</p> : null}
      <div className={styles.keys}>
        {labels.map((label, index) => (
          <Button
            key={label.id} small disabled={range === null} hotkey={active ? (keyOf(index) ?? undefined) : undefined}
            onMouseDown={(event) => event.preventDefault()} onClick={() => did(spanning.mark(label.id))}
          >
            <LabelMark label={label} index={index} />
          </Button>
        ))}
      </div>
      <ul className={styles.list}>
        {spans.map((span) => {
          const place = labels.findIndex(({ id }) => id === span.label);
          const label = labels[place];
          const quote = cut(spanning.under(span)?.selection.text ?? "", span);
          return (
            <li key={markKey(span)} className={styles.item}>
              <Swatch index={Math.max(0, place)} />
              <span className={styles.quote} dir="auto">{quote}</span>
              <span className="muted small">{label ? shown(label) : span.label}</span>
              <Button small look="quiet" aria-label={text.removeMark(quote)} onClick={() => did(spanning.unmark(span))}>×</Button>
            </li>
          );
        })}
      </ul>
      {spans.length === 0 ? (
        <TickField label={text.markNone} checked={none} aria-keyshortcuts="N" onChange={() => did(answering.change(task, { shape: "spans", spans: [], none: !none }, text.noneSaid))} />
      ) : null}
    </div>
  );
}
