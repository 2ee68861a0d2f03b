import { useId, useRef, useState, type KeyboardEvent } from "react";
import { find } from "../../actions/find";
import type { Label } from "../../api/types";
import { shown } from "../../domain/labels";
import { Dialog } from "../../ui/Dialog";
import { LabelMark } from "../../ui/LabelMark";
import { text } from "../answering/text";
import styles from "./Labels.module.css";

interface Props {
  labels: readonly Label[];
  onChoose: (label: string) => void;
  onClose: () => void;
}

/** Find a label by a few letters of its name or id. */
export function LabelSearch({ labels, onChoose, onClose }: Props) {
  const [letters, setLetters] = useState("");
  const [chosen, choose] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const found = find(labels.map((label, index) => ({ label, index })), letters, ({ label }) => `${shown(label)} ${label.id}`);
  const move = (to: number) => {
    const next = Math.max(0, Math.min(found.length - 1, to));
    choose(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const take = (at: number) => {
    const one = found[at];
    if (!one) return;
    onClose();
    onChoose(one.label.id);
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(chosen + 1), ArrowUp: () => move(chosen - 1), Enter: () => take(chosen),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };
  return (
    <Dialog title={text.search} onClose={onClose}>
      <input
        role="combobox" aria-expanded="true" aria-controls={id} aria-autocomplete="list" aria-label={text.search} autoFocus
        aria-activedescendant={found[chosen] ? `${id}-${chosen}` : undefined} placeholder={text.searchHint} autoComplete="off" spellCheck={false}
        value={letters} onKeyDown={press} onChange={(event) => { setLetters(event.target.value); choose(0); }}
      />
      <ul ref={list} id={id} className={styles.found} role="listbox" aria-label={text.search}>
        {found.map(({ label, index }, at) => (
          <li key={label.id} id={`${id}-${at}`} role="option" aria-selected={at === chosen} className={styles.option} onClick={() => take(at)}>
            <LabelMark label={label} index={index} />
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p role="status" className="muted">{text.searchNothing}</p> : null}
    </Dialog>
  );
}
