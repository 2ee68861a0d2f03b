import { useId, useRef, useState, type KeyboardEvent } from "react";
import type { Action } from "../actions/action";
import { find } from "../actions/find";
import { keysOf, perform, present } from "../actions/registry";
import { text } from "../app/text";
import { useModal } from "./Dialog";
import dialog from "./Dialog.module.css";
import { Kbd } from "./Kbd";
import styles from "./Palette.module.css";

/** The command palette: every action that can be run here, found by a few letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [all] = useState(() => present().filter((action) => !action.keyOnly && action.id !== "app.palette" && action.available()));
  const [letters, setLetters] = useState("");
  const [chosen, choose] = useState(0);
  const ref = useModal();
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const found = find(all, letters, (action) => `${action.name} ${action.group}`);

  const move = (to: number) => {
    const next = Math.max(0, Math.min(found.length - 1, to));
    choose(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const run = (action: Action | undefined) => {
    if (!action) return;
    onClose();
    // After the dialog has given the focus back to the page.
    queueMicrotask(() => void perform(action));
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(chosen + 1), ArrowUp: () => move(chosen - 1), PageDown: () => move(chosen + 8),
      PageUp: () => move(chosen - 8), Enter: () => run(found[chosen]),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };

  return (
    <dialog ref={ref} className={`${dialog.dialog} ${dialog.top}`} aria-label={text.palette} onCancel={(event) => { event.preventDefault(); onClose(); }} onClick={(event) => { if (event.target === event.currentTarget) onClose(); }}>
      <div className={styles.box}>
        <input
          role="combobox" aria-expanded="true" aria-controls={id} aria-activedescendant={found[chosen] ? `${id}-${chosen}` : undefined}
          aria-autocomplete="list" aria-label={text.palette} placeholder={text.paletteHint} autoComplete="off" spellCheck={false}
          value={letters} onKeyDown={press} onChange={(event) => { setLetters(event.target.value); choose(0); }}
        />
        <ul ref={list} id={id} className={styles.list} role="listbox" aria-label={text.palette}>
          {found.map((action, index) => (
            <Option key={action.id} id={`${id}-${index}`} action={action} chosen={index === chosen} onRun={() => run(action)} onPoint={() => choose(index)} />
          ))}
        </ul>
        {found.length === 0 ? <p className={styles.nothing} role="status">{text.paletteNothing}</p> : null}
      </div>
    </dialog>
  );
}

function Option({ id, action, chosen, onRun, onPoint }: { id: string; action: Action; chosen: boolean; onRun: () => void; onPoint: () => void }) {
  const key = keysOf(action)[0];
  return (
    // The keyboard reaches an option through the text field above it.
    <li id={id} role="option" aria-selected={chosen} className={styles.option} onClick={onRun} onPointerMove={chosen ? undefined : onPoint}>
      <span dir="auto">{action.name}</span>
      <span className={styles.group} dir="auto">{action.group}</span>
      <span>{key ? <Kbd spec={key} /> : null}</span>
    </li>
  );
}
