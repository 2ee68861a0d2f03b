import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { cancelJob } from "../../api/imports";
import type { Job } from "../../api/types";
import { Link } from "../../app/Link";
import { tabsOf } from "../../app/routes";
import { number } from "../../domain/figures";
import { queries, running } from "../../state/queries";
import { Button, buttonClass } from "../../ui/Button";
import { Notice, Trouble } from "../../ui/Notice";
import { Progress } from "../../ui/Progress";
import { text } from "./text";
import styles from "./Import.module.css";

/** An import that is running or has ended. */
export function ImportJob({ id, project, onAnew }: { id: string; project: string; onAnew: () => void }) {
  const client = useQueryClient();
  const { data: job, error, refetch } = useQuery(queries.job(id));
  const cancelling = useMutation({ mutationFn: () => cancelJob(id), onSettled: () => void refetch() });
  const ended = job ? !running(job.state) : false;
  useEffect(() => {
    if (!ended) return;
    void client.invalidateQueries({ queryKey: ["project", project] });
    void client.invalidateQueries(queries.projects());
  }, [ended, client, project]);
  if (!job) return <Trouble error={error} again={() => void refetch()} />;
  if (ended) return <Ended job={job} project={project} onAnew={onAnew} />;
  const stopping = (job.cancelling ?? false) || cancelling.isPending;
  return (
    <section className={styles.section} aria-live="polite">
      <h2>{text.running}</h2>
      <Progress done={job.done} total={job.total} label={text.running} />
      <div className="row">
        <span>{number(job.done)}{job.total === null ? "" : ` of ${number(job.total)}`}</span>
        <span className="muted">{stopping ? text.cancelling : job.message}</span>
      </div>
      <div className="row">
        <Button look="danger" busy={stopping} onClick={() => cancelling.mutate()}>{text.cancel}</Button>
        <span className="muted small">{text.runningHint}</span>
      </div>
      <Trouble error={cancelling.error ?? error} />
    </section>
  );
}

function Ended({ job, project, onAnew }: { job: Job; project: string; onAnew: () => void }) {
  const again = <Button onClick={onAnew}>{text.anew}</Button>;
  if (job.state !== "done") {
    const said = job.state === "cancelled" ? text.cancelled : text.failed;
    return (
      <section className={styles.section}>
        <Notice tone={job.state === "failed" ? "bad" : "warn"} title={said}>{job.message ? <p>{job.message}</p> : null}</Notice>
        <div className="row">{again}</div>
      </section>
    );
  }
  const items = job.result?.["items"];
  const tabs = tabsOf(project, "owner");
  const next = [["guideline", text.toGuideline], ["people", text.toPeople], ["annotate", text.toAnnotate]] as const;
  return (
    <section className={styles.section} role="status">
      <Notice tone="good" title={text.done}>{typeof items === "number" ? <p>{text.doneWhat(items)}</p> : null}</Notice>
      <div className="row">
        {next.map(([name, title], index) => {
          const to = tabs.find((tab) => tab.name === name)?.to;
          return to ? <Link key={name} to={to} className={buttonClass(index === 0 ? "main" : "plain")}>{title}</Link> : null;
        })}
        {again}
      </div>
    </section>
  );
}
