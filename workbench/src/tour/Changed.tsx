import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Label } from "../api/types";
import { isDefined, type Scale } from "../domain/estimate";
import { shown } from "../domain/labels";
import { measuredQuery } from "../pages/quality/calls";
import { reviewQueries } from "../pages/review/queries";
import { useScope } from "../scope/useScope";
import { onChanged } from "../state/useLive";
import { Estimate } from "../ui/Estimate";
import { Trouble } from "../ui/Notice";
import { Waiting } from "../ui/Waiting";
import type { Demo, Figures } from "./demo";
import { figuresOf } from "./figures";
import { text } from "./text";
import styles from "./Tour.module.css";

interface Props {
  demo: Demo;
  onSeen: () => void;
}

/** What the visitor's answer and decision have changed, drawn beside what it was. */
export function Changed({ demo: { project, tour }, onSeen }: Props) {
  const client = useQueryClient();
  const measured = useQuery(measuredQuery(project));
  useEffect(() => void client.invalidateQueries(measuredQuery(project)), [client, project]);
  const after = measured.isFetching ? null : figuresOf(measured.data, tour.changed.task);
  const ready = after !== null;
  useEffect(() => {
    if (ready) onSeen();
  }, [ready, onSeen]);
  if (measured.error && !measured.isFetching) return <Trouble error={measured.error} again={() => void measured.refetch()} />;
  if (!after) return <Waiting what={text.measuring} />;
  const { before } = tour.changed;
  const scale = scaleOf([before, after]);
  return (
    <div className={styles.changed}>
      <table aria-label={text.agreement} className={styles.figures}>
        <tbody>
          <Row when={text.before} figures={before} scale={scale} />
          <Row when={text.after} figures={after} scale={scale} />
        </tbody>
      </table>
      <div>
        <Settled demo={{ project, tour }} />
        <p className="muted">{text.little}</p>
      </div>
    </div>
  );
}

function Row({ when, figures, scale }: { when: string; figures: Figures; scale: Scale }) {
  return (
    <tr>
      <th scope="row">{text.agreement} {when}</th>
      <td><Estimate estimate={figures.alpha} scale={scale} digits={3} /></td>
      <td className="muted">{text.answers(figures.answers)}</td>
    </tr>
  );
}

/** The label that is final now, and what the line was written to mean. */
function Settled({ demo: { project, tour } }: { demo: Pick<Demo, "project" | "tour"> }) {
  const { item, task, meant } = tour.settle;
  const { data, refetch } = useQuery({ ...reviewQueries.case(project, item), staleTime: 0 });
  useScope((scope) => {
    scope.own(onChanged(({ kind }) => { if (kind === "review.decided") void refetch(); }));
  }, [refetch]);
  const found = data?.tasks.find((one) => one.task === task);
  const labels = data?.guideline.tasks.find(({ name }) => name === task)?.labels ?? [];
  const decision = found?.decision;
  if (!found || !decision || decision.decision === "return") return null;
  const given = decision.answer ?? found.answers.find(({ annotation }) => annotation === decision.annotation)?.answer;
  return <p>{text.settled(nameOf(labels, String(given)), decision.clause ?? null)} {text.asMeant(nameOf(labels, meant))}</p>;
}

function nameOf(labels: readonly Label[], id: string): string {
  return shown(labels.find((label) => label.id === id) ?? { id });
}

/** A scale close around both intervals: the change is small. */
function scaleOf(all: readonly Figures[]): Scale {
  const defined = all.flatMap((one) => (isDefined(one.alpha) ? [one.alpha] : []));
  const low = Math.min(1, ...defined.map((one) => one.low));
  const high = Math.max(0, ...defined.map((one) => one.high));
  return low < high ? { low: Math.floor(low * 20) / 20, high: Math.ceil(high * 20) / 20 } : { low: 0, high: 1 };
}
