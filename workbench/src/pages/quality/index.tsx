import { useQuery } from "@tanstack/react-query";
import { place } from "../../app/location";
import { Page } from "../../app/Page";
import type { PageProps } from "../../app/routes";
import type { Label, Role } from "../../api/types";
import { queries } from "../../state/queries";
import { useStore } from "../../state/store";
import { useScope } from "../../scope/useScope";
import { onChanged } from "../../state/useLive";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import { lookingAt } from "./address";
import { ByLabel } from "./ByLabel";
import { measuredQuery, type MeasuredTask } from "./calls";
import { Confusions } from "./Confusions";
import { DisputedItems } from "./DisputedItems";
import { Export } from "./Export";
import { Overview } from "./Overview";
import { text } from "./text";
import styles from "./Quality.module.css";

const EXPORTING: ReadonlySet<Role | undefined> = new Set<Role>(["owner", "manager"]);
const REVIEWING: ReadonlySet<Role | undefined> = new Set<Role>(["owner", "manager", "reviewer"]);

/** Quality: how well people agree, and where they do not. */
export default function Quality({ params }: PageProps) {
  const project = params["project"] ?? "";
  const { data, error, isPending, isFetching, refetch } = useQuery(measuredQuery(project));
  useAnew(project, () => void refetch());
  const role = useQuery(queries.project(project)).data?.role;
  const doing = (
    <div className="row">
      {EXPORTING.has(role) ? <Export project={project} /> : null}
      <Button busy={isFetching} onClick={() => void refetch()}>{text.recheck}</Button>
    </div>
  );
  const shown = data?.tasks ?? [];
  return (
    <Page title={text.title} lead={text.lead} actions={doing}>
      <Trouble error={error} again={() => void refetch()} />
      {isPending ? <Waiting what={text.loading} /> : null}
      {data && shown.length === 0 ? <Empty title={text.none}><p>{text.noneWhy}</p></Empty> : null}
      {shown.length > 0 ? <Tasks project={project} tasks={shown} /> : null}
    </Page>
  );
}

function Tasks({ project, tasks }: { project: string; tasks: MeasuredTask[] }) {
  const here = useStore(place);
  const { task, labels } = lookingAt(here);
  const chosen = tasks.find((one) => one.task === task) ?? tasks[0];
  const scheme = useScheme(project, chosen?.task ?? "");
  const role = useQuery(queries.project(project)).data?.role;
  if (!chosen) return null;
  const asked = here.hash === "#disputed" ? here.query.toString() : null;
  return (
    <>
      <Overview project={project} tasks={tasks} chosen={chosen.task} />
      <div className={styles.parts}>
        <ByLabel project={project} measured={chosen} scheme={scheme} />
        <Confusions project={project} measured={chosen} scheme={scheme} />
      </div>
      <DisputedItems project={project} measured={chosen} scheme={scheme} labels={labels} asked={asked} mayReview={REVIEWING.has(role)} />
    </>
  );
}

const NONE: Label[] = [];

/** The labels of a task in the guideline that is in force: for their names, colours and order. */
function useScheme(project: string, task: string): readonly Label[] {
  const latest = Math.max(0, ...(useQuery(queries.guidelines(project)).data ?? []).map(({ number }) => number));
  const { data } = useQuery({ ...queries.guideline(project, latest), enabled: latest > 0 });
  return data?.tasks.find(({ name }) => name === task)?.labels ?? NONE;
}

const PAUSE = 20_000;

/** Measure again when answers or decisions have come in, but not with every one of them. */
function useAnew(project: string, again: () => void): void {
  useScope((scope) => {
    let waiting = false;
    scope.own(onChanged(({ kind }) => {
      if (waiting || !/^(submission|review)\./.test(kind)) return;
      waiting = true;
      scope.after(PAUSE, () => {
        waiting = false;
        again();
      });
    }));
  }, [project]);
}
