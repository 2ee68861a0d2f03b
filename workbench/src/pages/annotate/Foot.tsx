import { useQuery } from "@tanstack/react-query";
import type { Action } from "../../actions/action";
import { keysOf } from "../../actions/registry";
import { percent } from "../../domain/figures";
import { leaseState } from "../../domain/lease";
import { keepingOf } from "../../state/outbox";
import { queries } from "../../state/queries";
import { useStore } from "../../state/store";
import { Button } from "../../ui/Button";
import { Progress } from "../../ui/Progress";
import { useFoot } from "../../ui/useFoot";
import * as actions from "./actions/item";
import type { AtItem } from "./actions/item";
import { text } from "./text";
import { useNow } from "./useNow";
import type { Work } from "./work";
import styles from "./Annotate.module.css";

interface Props {
  project: string;
  user: string;
  work: Work;
  given: number;
  item: AtItem;
}

/** Below the item: how far one is, whose it is, and what can be done. */
export function Foot({ project, user, work, given, item }: Props) {
  const { now } = useStore(work.answering.steps);
  const ready = work.stillOpen().length === 0;
  const foot = useFoot();
  const key = (action: Pick<Action, "id" | "keys">) => keysOf(action)[0];
  const still = { onMouseDown: (event: React.MouseEvent) => event.preventDefault() };
  return (
    <footer ref={foot} className={styles.foot}>
      <div className={styles.standing}>
        <ProjectProgress project={project} />
        <span>{text.given(given)}</span>
        <LeaseLine work={work} />
        <DraftLine user={user} />
      </div>
      <div className={styles.buttons}>
        <Button look="quiet" hotkey={key(actions.back)} {...still} onClick={() => void item.back()}>{text.back}</Button>
        <Button look="quiet" hotkey={key(actions.comment)} {...still} onClick={item.openComment}>{now.comment ? text.commented : text.comment}</Button>
        {item.hasClauses ? (
          <Button look="quiet" hotkey={key(actions.cite)} {...still} onClick={item.openClauses}>{now.clause === null ? text.cite : text.cited(now.clause)}</Button>
        ) : null}
        <Button look="quiet" hotkey={key(actions.skip)} {...still} onClick={item.openSkip}>{text.skip}</Button>
        <Button look={ready ? "main" : "plain"} hotkey={key(actions.submit)} {...still} onClick={() => void item.submit()}>
          {work.again ? text.correct : text.submit}
        </Button>
      </div>
    </footer>
  );
}

function ProjectProgress({ project }: { project: string }) {
  const { data } = useQuery(queries.project(project));
  if (!data) return null;
  const { done, items } = data.counts;
  return (
    <span className={styles.progress}>
      <Progress done={done} total={items} label={text.progress} />
      {text.done(percent(done, items))}
    </span>
  );
}

function LeaseLine({ work }: { work: Work }) {
  const { endsAt, lapsed } = useStore(work.lease);
  const state = leaseState(endsAt, useNow(5_000));
  if (lapsed || state.state === "lapsed") return null;
  return <span>{state.state === "held" ? text.lease(state.minutes) : text.leaseEnding(state.seconds)}</span>;
}

function DraftLine({ user }: { user: string }) {
  const state = useStore(keepingOf(user).drafts.state);
  return <span className={state === "unkept" ? styles.unkept : ""} role={state === "unkept" ? "alert" : undefined}>{text.draft[state]}</span>;
}
