import { leaseState } from "../../domain/lease";
import { useStore } from "../../state/store";
import { Notice } from "../../ui/Notice";
import { useNow } from "./useNow";
import { text } from "./text";
import type { Work } from "./work";

/** What has to be known about this item before it is answered. */
export function ItemNotices({ work, tried }: { work: Work; tried: boolean }) {
  useStore(work.answering.steps);
  const lease = useStore(work.lease);
  const now = useNow(5_000);
  const { returned, guideline } = work.assignment;
  const clause = guideline.clauses.find(({ id }) => id === returned?.clause);
  const missing = work.missing();
  return (
    <>
      {returned ? (
        <Notice tone="warn" title={text.returned}>
          {returned.reason ? <p dir="auto">{returned.reason}</p> : null}
          {clause ? <p dir="auto">{text.returnedClause(clause.id, clause.text)}</p> : null}
        </Notice>
      ) : null}
      {work.again && !returned ? <Notice>{text.again}</Notice> : null}
      {lease.lapsed || leaseState(lease.endsAt, now).state === "lapsed" ? <Notice tone="bad">{text.leaseLapsed}</Notice> : null}
      {tried && missing.length > 0 ? <Notice tone="warn">{text.missing(missing.map(({ question }) => question).join(" "))}</Notice> : null}
    </>
  );
}
