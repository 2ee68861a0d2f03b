import { useState, type KeyboardEvent } from "react";
import type { Outcome } from "../../domain/work";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { Kbd } from "../../ui/Kbd";
import { text } from "./text";
import styles from "./Annotate.module.css";

interface Props {
  onSkip: (outcome: Outcome, reason: string) => void;
  onClose: () => void;
}

/** Skipping needs a reason: one key for the usual ones, or a few words. */
export function SkipDialog({ onSkip, onClose }: Props) {
  const [other, setOther] = useState("");
  const reasons = text.skipReasons;
  const take = (index: number) => {
    const one = reasons[index];
    if (one) onSkip(one.outcome, one.reason);
  };
  const press = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement && other !== "";
    if (typing || event.ctrlKey || event.altKey || event.metaKey || !/^[1-6]$/.test(event.key)) return;
    event.preventDefault();
    take(Number(event.key) - 1);
  };
  const feet = (
    <>
      <Button onClick={onClose}>{text.cancel}</Button>
      <Button type="submit" look="main" disabled={!other.trim()}>{text.skipSend}</Button>
    </>
  );
  return (
    <Dialog title={text.skipTitle} onClose={onClose} onSubmit={() => { if (other.trim()) onSkip("skipped", other.trim()); }} feet={feet}>
      <div className="stack" onKeyDown={press}>
        <p className="muted">{text.skipHow}</p>
        <ul className={styles.reasons}>
          {reasons.map(({ reason, outcome }, index) => (
            <li key={reason}>
              <button type="button" className={styles.reason} autoFocus={index === 0} onClick={() => take(index)}>
                <Kbd spec={String(index + 1)} />
                <span>{reason}</span>
                {outcome === "defective" ? <span className="muted small">{text.defective}</span> : null}
              </button>
            </li>
          ))}
        </ul>
        <TextField label={text.skipOther} maxLength={500} dir="auto" value={other} onChange={(event) => setOther(event.target.value)} />
      </div>
    </Dialog>
  );
}
