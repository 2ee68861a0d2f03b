import type { Task } from "../../api/types";
import { LongTextField } from "../../ui/Field";
import type { Answering } from "../answering/answering";
import { did } from "../answering/did";
import { text } from "../answering/text";

interface Props {
  answering: Answering;
  task: Task;
  value: string;
}

/** A text: a transcript, or a better wording. */
export function TextEditor({ answering, task, value }: Props) {
  return (
    <LongTextField
      label={text.write} rows={4} dir="auto" spellCheck data-answer={task.name} value={value}
      onFocus={() => answering.active.set(task.name)}
      onChange={(event) => did(answering.change(task, { shape: "text", text: event.target.value }, text.written, "typing"))}
      onBlur={() => answering.close()}
      onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }}
    />
  );
}
