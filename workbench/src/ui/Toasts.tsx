import { useState } from "react";
import { useScope } from "../scope/useScope";
import { useStore } from "../state/store";
import { dismiss, toasts, type Toast } from "../state/toasts";
import { takeBack } from "../state/undo";
import { Button } from "./Button";
import styles from "./Toasts.module.css";

const SHOWN_FOR = 6_000;

/** What just happened. A toast stays while the pointer or the focus is on it; trouble stays until it is closed. */
export function Toasts() {
  const all = useStore(toasts);
  return (
    <div className={styles.corner} role="status" aria-live="polite">
      {all.map((toast) => <OneToast key={toast.id} toast={toast} />)}
    </div>
  );
}

function OneToast({ toast }: { toast: Toast }) {
  const [held, hold] = useState(false);
  const { id, tone, text, undo } = toast;
  useScope((scope) => {
    if (!held && tone !== "bad") scope.after(SHOWN_FOR, () => dismiss(id));
  }, [held, tone, id]);
  return (
    <div
      className={`${styles.toast} ${tone === "plain" ? "" : styles[tone]}`}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      <span>{text}</span>
      {undo ? <Button small onClick={() => void takeBack(undo)}>Undo</Button> : null}
      <Button small look="quiet" aria-label="Close this message" onClick={() => dismiss(id)}>Close</Button>
    </div>
  );
}
