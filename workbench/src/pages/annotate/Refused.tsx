import { isSubmission, keepingOf } from "../../state/outbox";
import { useStore } from "../../state/store";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import type { Desk } from "./desk";
import { text } from "./text";
import styles from "./Annotate.module.css";

/** Answers the server would not take, or this browser cannot keep: why, and what can be done. */
export function Refused({ user, desk }: { user: string; desk: Desk }) {
  const { outbox } = keepingOf(user);
  const { entries } = useStore(outbox.box);
  const refused = entries.filter(isSubmission).filter((entry) => entry.user === user && entry.refused);
  const unkept = entries.some((entry) => entry.user === user && entry.unkept);
  if (refused.length === 0) return unkept ? <Notice tone="bad">{text.unkept}</Notice> : null;
  const drop = async (key: string) => {
    await outbox.discard(key);
    tell(text.refusedDropped);
  };
  const open = async (key: string, assignment: string) => {
    await desk.reopen(assignment);
    await outbox.discard(key);
  };
  return (
    <Notice tone="bad" title={text.refusedTitle(refused.length)}>
      <ul className={styles.refused}>
        {refused.map(({ key, assignment, body, refused: why }) => (
          <li key={key} className="row">
            <span dir="auto">{body.answers.map(({ answer }) => shortly(answer)).join(", ")}</span>
            <span>{why?.message}</span>
            <Button small onClick={() => void open(key, assignment).catch(() => tell(why?.message ?? "", { tone: "bad" }))}>{text.refusedOpen}</Button>
            <Button small look="danger" onClick={() => void drop(key)}>{text.refusedDrop}</Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function shortly(answer: unknown): string {
  const said = typeof answer === "string" || typeof answer === "number" ? String(answer) : JSON.stringify(answer);
  return said.length > 60 ? `${said.slice(0, 59)}…` : said;
}
