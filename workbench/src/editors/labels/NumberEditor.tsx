import { useState } from "react";
import type { Task } from "../../api/types";
import { TextField } from "../../ui/Field";
import type { Answering } from "../answering/answering";
import { did } from "../answering/did";
import { text } from "../answering/text";

interface Props {
  answering: Answering;
  task: Task;
  value: number | null;
}

/** A number, with a point or a comma. */
export function NumberEditor({ answering, task, value }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const shownText = typed ?? (value === null ? "" : String(value));
  const wrong = typed !== null && typed.trim() !== "" && numberOf(typed) === null;
  const type = (written: string) => {
    setTyped(written);
    const number = numberOf(written);
    if (number !== null || written.trim() === "") did(answering.change(task, { shape: "number", value: number }, text.numberSet, "typing"));
  };
  return (
    <TextField
      label={text.number} inputMode="decimal" autoComplete="off" data-answer={task.name} value={shownText} error={wrong ? text.notNumber : null}
      onFocus={() => answering.active.set(task.name)} onChange={(event) => type(event.target.value)}
      onBlur={() => { if (!wrong) setTyped(null); answering.close(); }}
      onKeyDown={(event) => { if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur(); }}
    />
  );
}

/** Read a number; null when it is none. */
export function numberOf(written: string): number | null {
  const plain = written.trim().replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}
