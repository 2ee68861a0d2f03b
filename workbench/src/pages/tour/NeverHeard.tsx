import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import type { Case } from "../../api/types";
import { Link } from "../../app/Link";
import { targetOf } from "../../domain/work";
import { usePlayer } from "../../editors/player/usePlayer";
import type { SpotCheck } from "../../tour/demo";
import { useStore } from "../../state/store";
import { Button, buttonClass } from "../../ui/Button";
import { Estimate } from "../../ui/Estimate";
import { LabelMark } from "../../ui/LabelMark";
import { Notice } from "../../ui/Notice";
import { reviewQueries } from "../review/queries";
import { text } from "./text";
import styles from "./Delivery.module.css";

/** One of the labels that are wrong, to be heard; and what they add up to. */
export function NeverHeard({ project, found }: { project: string; found: SpotCheck }) {
  const { data } = useQuery(reviewQueries.case(project, found.item));
  const worst = found.recall.find(({ heard }) => heard === 0);
  return (
    <section className={styles.heard}>
      <h2>{text.heard}</h2>
      <p>{text.wrong(found.wrong, found.delivered, ((100 * found.wrong) / found.delivered).toFixed(1))}</p>
      <figure className="panel">
        <blockquote dir="auto">{found.text}</blockquote>
        {data ? <Labels case={data} said={found.said} meant={found.meant} /> : null}
        <div className={styles.buttons}>
          {data?.conversation.audio ? <Hear case={data} /> : null}
          <Link to={`/projects/${encodeURIComponent(project)}/review/${encodeURIComponent(found.item)}`} className={buttonClass("quiet", true)}>{text.open}</Link>
        </div>
      </figure>
      <Recalls recall={found.recall} />
      {worst ? <p><strong>{text.lost(worst.domain, worst.leave)}</strong></p> : null}
      <p className="muted small">{text.audit}{text.commands.map((command) => <Fragment key={command}><br /><code>{command}</code></Fragment>)}</p>
    </section>
  );
}

function Labels({ case: { guideline }, said, meant }: { case: Case; said: string; meant: string }) {
  const labels = guideline.tasks[0]?.labels ?? [];
  const marked = (id: string) => {
    const index = labels.findIndex((label) => label.id === id);
    return <LabelMark label={labels[index] ?? { id }} index={Math.max(0, index)} />;
  };
  return (
    <dl className={styles.labels}>
      <div><dt>{text.said}</dt><dd>{marked(said)}</dd></div>
      <div><dt>{text.meant}</dt><dd>{marked(meant)}</dd></div>
    </dl>
  );
}

function Hear({ case: { conversation, target } }: { case: Case }) {
  const player = usePlayer(conversation.audio, conversation.seconds);
  const { problem } = useStore(player.state);
  const { start = null, end = null } = targetOf({ conversation, target }) ?? {};
  if (start === null || end === null) return null;
  return (
    <>
      <Button small onClick={() => player.hear({ start, end })}>{text.play}</Button>
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
    </>
  );
}

function Recalls({ recall }: Pick<SpotCheck, "recall">) {
  return (
    <table className={styles.recall}>
      <caption>{text.recall}</caption>
      <thead>
        <tr>
          <th scope="col">{text.domain}</th>
          <th scope="col" className="number">{text.leave}</th>
          <th scope="col" className="number">{text.noticed}</th>
          <th scope="col">{text.shareNoticed}</th>
        </tr>
      </thead>
      <tbody>
        {recall.map(({ domain, leave, heard, share }) => (
          <tr key={domain}>
            <th scope="row">{domain}</th>
            <td className="number">{leave}</td>
            <td className="number">{heard}</td>
            <td><Estimate estimate={share} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
