import { useQuery } from "@tanstack/react-query";
import { ApiError } from "../../api/error";
import { Link } from "../../app/Link";
import { isSubmission, keepingOf } from "../../state/outbox";
import { queries } from "../../state/queries";
import { useStore } from "../../state/store";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import type { Desk, DeskState } from "./desk";
import { text } from "./text";

interface Props {
  project: string;
  user: string;
  desk: Desk;
  state: DeskState;
}

/** There is no item on the desk: why, and what happens next. */
export function NoWork({ project, user, desk, state }: Props) {
  const { phase, trouble } = state;
  if (phase === "taking" || phase === "at") return <Waiting what={text.taking} />;
  if (phase === "waiting") return <WaitingForServer user={user} />;
  if (phase === "none") return <Done project={project} desk={desk} />;
  const { code, message } = trouble instanceof ApiError ? trouble : { code: "", message: "" };
  const again = <Button onClick={() => desk.retry()}>{text.look}</Button>;
  if (code === "no-guideline") {
    return <Empty title={text.noGuideline}><p>{text.noGuidelineWhy}</p><Link to={`/projects/${project}/guideline`}>{text.toGuideline}</Link></Empty>;
  }
  if (code === "project-paused" || code === "project-archived") return <Empty title={text.paused}><p>{message}</p>{again}</Empty>;
  return <Trouble error={trouble} again={() => desk.retry()} />;
}

function WaitingForServer({ user }: { user: string }) {
  const { entries } = useStore(keepingOf(user).outbox.box);
  const count = entries.filter((entry) => isSubmission(entry) && entry.user === user && !entry.refused).length;
  return <Empty title={text.waitingTitle}><p role="status">{count > 0 ? text.waitingWhy(count) : text.waitingNone}</p></Empty>;
}

function Done({ project, desk }: { project: string; desk: Desk }) {
  const { data } = useQuery({ ...queries.project(project), staleTime: 0 });
  const again = <Button onClick={() => desk.retry()}>{text.look}</Button>;
  if (!data) return <Waiting />;
  const { items, done } = data.counts;
  const manages = data.role === "owner" || data.role === "manager";
  if (items === 0) {
    return (
      <Empty title={text.noItems}>
        <p>{text.noItemsWhy}</p>
        {manages ? <Link to={`/projects/${project}/import`}>{text.toImport}</Link> : again}
      </Empty>
    );
  }
  return <Empty title={done >= items ? text.allDone : text.noneTitle}><p>{done >= items ? text.allDoneWhy : text.noneNow}</p>{again}</Empty>;
}
