import type { Task } from "../../api/types";
import { useStore } from "../../state/store";
import { ChoiceEditor } from "../labels/ChoiceEditor";
import { NumberEditor } from "../labels/NumberEditor";
import { TextEditor } from "../labels/TextEditor";
import type { Segmenting } from "../segments/segmenting";
import { SegmentsPanel } from "../segments/SegmentsPanel";
import type { Spanning } from "../spans/spanning";
import { SpansPanel } from "../spans/SpansPanel";
import type { Answering } from "./answering";
import { text } from "./text";
import styles from "./Answering.module.css";

interface Props {
  answering: Answering;
  spanning: Spanning | null;
  segmenting: Segmenting | null;
  speakers: readonly string[];
}

/** What is asked: every task with its editor. The label keys answer the active one. */
export function TaskForm({ answering, ...editing }: Props) {
  const active = useStore(answering.active);
  useStore(answering.steps);
  return (
    <div className={styles.tasks}>
      {answering.tasks.map((task) => (
        <fieldset
          key={task.name} className={`${styles.task} ${task.name === active ? styles.active : ""}`} data-task={task.name}
          aria-current={task.name === active || undefined} onPointerDown={() => answering.active.set(task.name)}
        >
          <legend className={styles.question}>
            <span dir="auto">{task.question}</span>
            {" "}
            <Remarks task={task} />
          </legend>
          <Editor task={task} active={task.name === active} answering={answering} {...editing} />
        </fieldset>
      ))}
    </div>
  );
}

function Remarks({ task }: { task: Task }) {
  const said = [task.required ? "" : text.optional, task.subjective ? text.subjective : ""].filter(Boolean);
  return said.length > 0 ? <span className={styles.remark}>{said.join(" · ")}</span> : null;
}

function Editor({ task, active, answering, spanning, segmenting, speakers }: Props & { task: Task; active: boolean }) {
  const draft = answering.draft(task);
  switch (draft.shape) {
    case "choice": return <ChoiceEditor answering={answering} task={task} chosen={draft.labels} none={draft.none ?? false} active={active} />;
    case "number": return <NumberEditor answering={answering} task={task} value={draft.value} />;
    case "text": return <TextEditor answering={answering} task={task} value={draft.text} />;
    case "spans": {
      if (spanning?.task !== task) return <p className="muted">{text.noText}</p>;
      return <SpansPanel spanning={spanning} active={active} none={draft.none} />;
    }
    case "segments": {
      if (segmenting?.task !== task) return <p className="muted">{text.noSound}</p>;
      return <SegmentsPanel segmenting={segmenting} none={draft.none} speakers={speakers} />;
    }
  }
}
