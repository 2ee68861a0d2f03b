import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "../../app/Link";
import { usePageTitle } from "../../app/Page";
import type { PageModule, PageProps } from "../../app/routes";
import { isAboutReview } from "../../domain/verdict";
import { useScope } from "../../scope/useScope";
import { keepingOf } from "../../state/outbox";
import { queries } from "../../state/queries";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import { announce } from "../../ui/Announcer";
import { Agreed } from "./Agreed";
import type { Case } from "./calls";
import { CaseView } from "./CaseView";
import { RefusedDecisions } from "./RefusedDecisions";
import * as queue from "./queries";
import { reviewQueries } from "./queries";
import { text } from "./text";
import { useDeciding } from "./useDeciding";
import { useQueue, type Queue } from "./useQueue";
import styles from "./Review.module.css";

/** Before the page is opened. */
export const prepare: PageModule["prepare"] = (client, { project, item }) =>
  project === undefined || item !== undefined ? Promise.resolve() : queue.prepare(client, project);

/** Review: one disputed item after another. */
export default function Review({ params }: PageProps) {
  const { data } = useQuery(queries.session());
  const project = params["project"] ?? "";
  return data ? <Sitting project={project} user={data.user.id} asked={params["item"] ?? null} /> : null;
}

function Sitting({ project, user, asked }: { project: string; user: string; asked: string | null }) {
  const heading = usePageTitle(text.title);
  const queue = useQueue(project, user, asked);
  useDecisionsSent(project, user);
  const [decisions, count] = useState(0);
  return (
    <div className={styles.page}>
      <h1 ref={heading} tabIndex={-1} className="unseen">{text.title}</h1>
      <RefusedDecisions project={project} user={user} />
      {queue.item === null
        ? <Nothing project={project} queue={queue} />
        : <Open key={`${queue.item} ${queue.takenUp}`} project={project} user={user} item={queue.item} queue={queue} decisions={decisions} onDecided={(more) => count((now) => now + more)} />}
    </div>
  );
}

function Nothing({ project, queue }: { project: string; queue: Queue }) {
  if (queue.error) return <div className={styles.empty}><Trouble error={queue.error} again={queue.again} /></div>;
  if (queue.loading) return <div className={styles.empty}><Waiting what={text.loading} /></div>;
  return (
    <div className={styles.empty}>
      <Empty title={text.none}><p>{text.noneWhy}</p><Button onClick={queue.again}>{text.look}</Button> <Agreed project={project} /></Empty>
    </div>
  );
}

interface OpenProps {
  project: string;
  user: string;
  item: string;
  queue: Queue;
  decisions: number;
  onDecided: (decisions: number) => void;
}

function Open({ project, item, queue, ...rest }: OpenProps) {
  const { data, error, refetch } = useQuery(reviewQueries.case(project, item));
  if (error) return <div className={styles.empty}><Trouble error={error} again={() => void refetch()} /></div>;
  if (!data) return <div className={styles.empty}><Waiting what={text.loading} /></div>;
  if (data.tasks.length === 0) {
    return <div className={styles.empty}><Empty title={text.notItem}><Link to={`/projects/${encodeURIComponent(project)}/review`}>{text.toQueue}</Link></Empty></div>;
  }
  return <Judged project={project} item={item} queue={queue} found={data} {...rest} />;
}

/** What was decided changes what is open, once the server has it. On leaving the page nothing is held back any more. */
function useDecisionsSent(project: string, user: string): void {
  const client = useQueryClient();
  useScope((scope) => {
    const { outbox } = keepingOf(user);
    scope.own(() => outbox.retry());
    scope.own(outbox.hear((news) => {
      if (news.what === "look" || news.what === "queued" || !isAboutReview(news.assignment)) return;
      void client.invalidateQueries({ queryKey: reviewQueries.open(project).queryKey });
      void client.invalidateQueries({ queryKey: ["project", project, "review"] });
      void client.invalidateQueries({ queryKey: queries.quality(project).queryKey });
      if (news.what === "refused") tell(text.refused, { tone: "bad" });
    }));
  }, [client, project, user]);
}

function Judged({ project, user, queue, found, decisions, onDecided }: OpenProps & { found: Case }) {
  const [kept] = useState(found);
  const deciding = useDeciding(project, user, kept, {
    onDone: (more) => {
      onDecided(more);
      queue.pass(kept.item);
    },
    onBack: (item) => {
      onDecided(-1);
      queue.takeUp(item);
    },
  });
  useEffect(() => announce(kept.conversation.turns.find(({ target }) => target)?.text ?? ""), [kept]);
  const { judging } = deciding;
  if (!judging) return <div className={styles.empty}><Empty title={text.notItem} /></div>;
  const standing = text.standing(queue.open, queue.more, decisions);
  return (
    <CaseView
      key={judging.task.name} found={kept} deciding={deciding} judging={judging} standing={standing} agreed={<Agreed project={project} />}
      onLater={() => queue.pass(kept.item)} onPrevious={() => { if (!queue.previous()) tell(text.noPrevious); }}
    />
  );
}
