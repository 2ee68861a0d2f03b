import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type KeyboardEvent } from "react";
import { catalogue } from "../../actions/catalogue";
import { conflicts } from "../../actions/conflicts";
import { find } from "../../actions/find";
import { written } from "../../actions/keys";
import { keysOf, ownKeys } from "../../actions/registry";
import { chooseKeys } from "../../app/preferences";
import { useStore } from "../../state/store";
import { announce } from "../../ui/Announcer";
import { Button } from "../../ui/Button";
import { Kbd } from "../../ui/Kbd";
import { Waiting } from "../../ui/Waiting";
import { text } from "./text";
import styles from "./Me.module.css";

type Definition = Awaited<ReturnType<typeof catalogue>>[number];

/** One's own keys, for every action of every page. */
export function Keys() {
  const { data } = useQuery({ queryKey: ["catalogue"], queryFn: catalogue, staleTime: Infinity });
  const [letters, setLetters] = useState("");
  useStore(ownKeys);
  const all = data ?? [];
  const shown = find(all, letters, ({ name, group }) => `${name} ${group}`);
  return (
    <section className={styles.section}>
      <h2>{text.keys}</h2>
      <p className="muted">{text.keysHow}</p>
      {data ? null : <Waiting what={text.keysLoading} />}
      <input type="search" className={styles.filter} aria-label={text.filter} placeholder={text.filter} value={letters} onChange={(event) => setLetters(event.target.value)} />
      <table className={styles.keys}>
        <tbody>
          {shown.map((action) => <KeyRow key={action.id} action={action} all={all} />)}
        </tbody>
      </table>
    </section>
  );
}

function KeyRow({ action, all }: { action: Definition; all: readonly Definition[] }) {
  const [asking, ask] = useState(false);
  const client = useQueryClient();
  const button = useRef<HTMLButtonElement>(null);
  const keys = keysOf(action);
  const others = conflicts(action, all, keysOf);
  const own = action.id in ownKeys.get();
  const finish = (key: string | null) => {
    ask(false);
    if (key) {
      chooseKeys(client, action.id, [key]);
      announce(text.changed(action.name, key));
    }
    queueMicrotask(() => button.current?.focus());
  };
  return (
    <tr>
      <td>{action.name}<div className="muted small">{action.group}</div></td>
      <td>
        <span className={styles.now}>
          {asking ? <PressedKey onKey={finish} /> : keys.length > 0 ? keys.map((key) => <Kbd key={key} spec={key} spoken />) : <span className="muted">{text.none}</span>}
        </span>
        {others.length > 0 ? <div className={styles.conflict}>{text.conflict(others.map(({ name }) => name).join(", "))}</div> : null}
      </td>
      <td className="number">
        {own ? <Button small look="quiet" aria-label={text.resetOf(action.name)} onClick={() => chooseKeys(client, action.id, null)}>{text.reset}</Button> : null}
        <Button ref={button} small look="quiet" aria-label={text.changeOf(action.name)} onClick={() => ask(true)}>{text.change}</Button>
      </td>
    </tr>
  );
}

/** Takes the next key that is pressed; Esc and Tab leave it as it is. */
function PressedKey({ onKey }: { onKey: (key: string | null) => void }) {
  const press = ({ nativeEvent: event }: KeyboardEvent) => {
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      onKey(null);
      return;
    }
    const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
    const made = written({ key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph: event.getModifierState("AltGraph") });
    if (made) onKey(made);
  };
  return <input className={styles.press} readOnly autoFocus aria-label={text.press} placeholder={text.press} onKeyDown={press} onBlur={() => onKey(null)} />;
}
