import { useRef, useState } from "react";
import { Button } from "./Button";
import styles from "./CopyLine.module.css";

const text = { copy: "Copy", copied: "Copied", byHand: "Press Ctrl-C: this browser does not let the page copy." } as const;

/** Something shown once, to be copied: a link, a token. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [said, say] = useState<string | null>(null);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      say(text.copied);
    } catch {
      say(text.byHand);
    }
  };
  return (
    <div>
      <div className={styles.line}>
        <input ref={field} aria-label={label} value={value} readOnly onFocus={(event) => event.target.select()} />
        <Button look="main" autoFocus onClick={() => void copy()}>{text.copy}</Button>
      </div>
      <p role="status" className="muted small">{said}</p>
    </div>
  );
}
