import { useState } from "react";
import type { Action } from "../actions/action";
import { keysOf, present } from "../actions/registry";
import { text } from "../app/text";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Kbd } from "./Kbd";
import styles from "./KeySheet.module.css";

/** The keys of the page one is on, by group. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const [groups] = useState(byGroup);
  return (
    <Dialog title={text.keys} wide onClose={onClose} feet={<Button look="main" onClick={onClose}>{text.close}</Button>}>
      <div className={styles.groups}>
        {groups.map(([group, actions]) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            <dl>
              {actions.map((action) => (
                <div key={action.id} className={styles.line}>
                  <dt dir="auto">{action.name}</dt>
                  <dd>{keysOf(action).map((key) => <Kbd key={key} spec={key} spoken />)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="muted small">{text.keysHint}</p>
    </Dialog>
  );
}

function byGroup(): [string, Action[]][] {
  const groups = new Map<string, Action[]>();
  for (const action of present()) {
    if (keysOf(action).length === 0) continue;
    groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  }
  return [...groups];
}
