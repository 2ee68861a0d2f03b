import { go } from "../../app/location";
import { isDecision, keepingOf } from "../../state/outbox";
import { useStore } from "../../state/store";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { text } from "./text";
import styles from "./Review.module.css";

/** Decisions the server would not take: why, and what can be done. */
export function RefusedDecisions({ project, user }: { project: string; user: string }) {
  const { outbox } = keepingOf(user);
  const { entries } = useStore(outbox.box);
  const refused = entries.filter(isDecision).filter((entry) => entry.user === user && entry.project === project && entry.refused);
  if (refused.length === 0) return null;
  const open = async (key: string, item: string) => {
    await outbox.discard(key);
    go(`/projects/${encodeURIComponent(project)}/review/${encodeURIComponent(item)}`);
  };
  return (
    <div className={styles.refused}>
      <Notice tone="bad" title={text.refusedTitle(refused.length)}>
        <ul>
          {refused.map(({ key, body, refused: why }) => (
            <li key={key} className="row">
              <span>{why?.message}</span>
              <Button small onClick={() => void open(key, body.item)}>{text.refusedOpen}</Button>
              <Button small look="danger" onClick={() => void outbox.discard(key)}>{text.refusedDrop}</Button>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
