import type { Label, Task } from "../../api/types";
import { differing, marksOf } from "../../domain/compare";
import { shown } from "../../domain/labels";
import { cut, cutAt, fromMarks, keyOf, type Span } from "../../domain/spans";
import { clock } from "../../domain/time";
import { wordsChanged } from "../../domain/words";
import type { Answer, Mark } from "../../domain/work";
import { labelsOf } from "../../editors/labels/ChoiceEditor";
import { LabelMark } from "../../ui/LabelMark";
import { SAME_EDGE } from "./scene";
import { text } from "./text";
import styles from "./Review.module.css";

interface Props {
  task: Task;
  /** All answers, and which of them this is: what differs is marked. */
  answers: readonly Answer[];
  index: number;
  /** The text of the turn asked about, for marks in it. */
  target: string | null;
  /** The text of any turn, by its position. */
  turnText: (position: number) => string;
}

/** One answer, with what sets it apart from the others. */
export function AnswerView({ task, answers, index, target, turnText }: Props) {
  const answer = answers[index];
  if (answer === undefined) return null;
  if (typeof answer === "number") return <span className={styles.large}>{answer}</span>;
  if (typeof answer === "string" && (task.kind === "transcript" || task.kind === "rewrite")) return <Words first={answers[0]} answer={answer} />;
  if (typeof answer === "string") return <Labels task={task} ids={[answer]} />;
  const marks = marksOf(answer);
  if (marks.length > 0 || task.kind === "spans" || task.kind === "segments") {
    const apart = differing(answers, task.kind === "segments" ? SAME_EDGE : 0)[index] ?? [];
    if (task.kind === "spans") return <SpansView marks={marks} apart={apart} target={target} turnText={turnText} labels={task.labels} />;
    return <Segments marks={marks} apart={apart} task={task} />;
  }
  return <Labels task={task} ids={answer.filter((one): one is string => typeof one === "string")} />;
}

function Labels({ task, ids }: { task: Task; ids: readonly string[] }) {
  const labels = labelsOf(task);
  if (ids.length === 0) return <span className="muted">{text.nothing}</span>;
  return (
    <ul className={styles.labels}>
      {ids.map((id) => {
        const place = labels.findIndex((label) => label.id === id);
        return <li key={id} className={styles.large}><LabelMark label={labels[place] ?? { id }} index={Math.max(0, place)} /></li>;
      })}
    </ul>
  );
}

/** A text against the first one: what it leaves out and what it adds. */
function Words({ first, answer }: { first: Answer | undefined; answer: string }) {
  if (typeof first !== "string" || first === answer) return <p className={`${styles.words} text`} dir="auto">{answer}</p>;
  return (
    <p className={`${styles.words} text`} dir="auto">
      {wordsChanged(first, answer).map(({ what, text: part }, at) =>
        what === "removed" ? <del key={at}>{part}</del> : what === "added" ? <ins key={at}>{part}</ins> : <span key={at}>{part}</span>)}
    </p>
  );
}

interface SpansProps extends Pick<Props, "target" | "turnText"> {
  marks: readonly Mark[];
  apart: readonly Mark[];
  labels: readonly Label[];
}

function SpansView({ marks, apart, target, turnText, labels }: SpansProps) {
  const spans = fromMarks(marks);
  const lonely = new Set(fromMarks(apart).map(keyOf));
  if (spans.length === 0) return <span className="muted">{text.nothing}</span>;
  const textOf = (span: Span) => (span.track === null ? (target ?? "") : turnText(Number(span.track)));
  return (
    <>
      {target === null ? null : (
        <p className={`${styles.words} text`} dir="auto">
          {cutAt(target, spans).map((piece) => {
            const top = piece.spans.at(-1);
            if (!top) return <span key={piece.start}>{piece.text}</span>;
            return <mark key={piece.start} className={lonely.has(keyOf(top)) ? styles.alone : styles.shared}>{piece.text}</mark>;
          })}
        </p>
      )}
      <ul className={styles.marks}>
        {spans.map((span) => {
          const place = labels.findIndex(({ id }) => id === span.label);
          return (
            <li key={keyOf(span)}>
              <span dir="auto">{cut(textOf(span), span)}</span>
              <LabelMark label={labels[place] ?? { id: span.label ?? "" }} index={Math.max(0, place)} />
              {lonely.has(keyOf(span)) ? <span className={styles.only}>{text.onlyHere}</span> : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Segments({ marks, apart, task }: { marks: readonly Mark[]; apart: readonly Mark[]; task: Task }) {
  if (marks.length === 0) return <span className="muted">{text.nothing}</span>;
  const named = (id: string | undefined) => task.labels.find((label) => label.id === id);
  return (
    <>
      <p className="muted small">{text.segments(marks.length)}</p>
      <ul className={styles.marks}>
        {apart.map((mark, at) => {
          const label = named(mark.label);
          return (
            <li key={at}>
              <span>{clock(mark.start, 2)}–{clock(mark.end, 2)}</span>
              <span dir="auto">{[mark.speaker, label ? shown(label) : mark.label, mark.text].filter(Boolean).join(" · ")}</span>
              <span className={styles.only}>{text.onlyHere}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
