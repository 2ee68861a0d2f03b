import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Progress } from "../../ui/Progress";
import { size } from "../../domain/figures";
import { text } from "./text";
import { totals, type Sent, type Uploads } from "./uploads";
import styles from "./Import.module.css";

const SHOWN = 50;
/** Refused ones first, then those on the way: what needs a look is on top. */
const RANK: Record<Sent["state"], number> = { refused: 0, paused: 1, sending: 2, waiting: 3, there: 4 };

/** How far the files are, together and each. */
export function FileList({ all, uploads }: { all: readonly Sent[]; uploads: Uploads }) {
  const sum = totals(all);
  const shown = [...all].sort((a, b) => RANK[a.state] - RANK[b.state]).slice(0, SHOWN);
  return (
    <section className={styles.section}>
      <div className="row">
        <h2>{text.sending}</h2>
        <span className="muted">{text.sent(sum.there, sum.files, sum.received, sum.bytes)}</span>
      </div>
      <Progress done={sum.received} total={sum.bytes || 1} label={text.sending} />
      {sum.paused ? <Notice tone="warn">{text.paused}</Notice> : null}
      <table>
        <thead className="unseen"><tr><th>{text.file}</th><th>{text.size}</th><th>{text.state}</th><th>{text.actions}</th></tr></thead>
        <tbody>
          {shown.map((one) => <FileRow key={one.path} one={one} uploads={uploads} />)}
        </tbody>
      </table>
      {all.length > SHOWN ? <p className="muted small">{text.more(all.length - SHOWN)}</p> : null}
    </section>
  );
}

function FileRow({ one, uploads }: { one: Sent; uploads: Uploads }) {
  return (
    <tr>
      <td className={styles.path} dir="auto">
        {one.path}
        {one.problem ? <div className={styles.problem}>{one.problem}</div> : null}
      </td>
      <td className="number">{size(one.file.size)}</td>
      <td>{text.states[one.state]}</td>
      <td className="number">
        {one.state === "refused" ? <Button small look="quiet" onClick={() => uploads.again(one.path)}>{text.again}</Button> : null}
        <Button small look="quiet" aria-label={text.take(one.path)} onClick={() => uploads.remove(one.path)}>{text.takeShort}</Button>
      </td>
    </tr>
  );
}
