import { leaseState } from "../../domain/lease";
import { useStore } from "../../state/store";
import { Notice } from "../../ui/Notice";
import { useNow } from "./useNow";
import { text } from "./text";
import { saidOf } from "./useItem";
import type { Work } from "./work";

/** What has to be known about this item before it is answered. */
export function ItemNotices({ work, tried }: { work: Work; tried: boolean }) {
  useStore(work.answering.steps);
  const lease = useStore(work.lease);
  const now = useNow(5_000);
  const { returned, guideline } = work.assignment;
  const clause = guideline.clauses.find(({ id }) => id === returned?.clause);
  const open = work.stillOpen();
  return (
    <>
      {returned ? (
        <Notice tone="warn" title={text.returned}>
          {returned.reason ? <p dir="auto">{returned.reason}</p> : null}
          {clause ? <p dir="auto">{text.returnedClause(clause.id, clause.text)}</p> : null}
        </Notice>
      ) : null}
      {work.takenUp ? <p className="muted small" role="status">{text.takenUp}</p> : null}
      {work.again && !returned ? <Notice>{text.again}</Notice> : null}
      {lease.lapsed || leaseState(lease.endsAt, now).state === "lapsed" ? <Notice tone="bad">{text.leaseLapsed}</Notice> : null}
      {tried && open.length > 0 ? <Notice tone="warn">{saidOf(open)}</Notice> : null}
    </>
  );
}
