import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useActions } from "../../actions/useActions";
import { keysOf } from "../../actions/registry";
import { queries } from "../../state/queries";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { LongTextField } from "../../ui/Field";
import { Trouble } from "../../ui/Notice";
import * as actions from "./actions";
import { acceptAgreed } from "./calls";
import { reviewQueries } from "./queries";
import { text } from "./text";
import styles from "./Review.module.css";

const ACTIONS = [actions.acceptAgreed];

/** Accepting at once what all who answered agree on: the button, its key, and the dialog that says what it does. */
export function Agreed({ project }: { project: string }) {
  const [open, setOpen] = useState(false);
  const { data } = useQuery(reviewQueries.agreed(project));
  const items = data?.rows.length ?? 0;
  const count = `${items}${data?.next ? "+" : ""}`;
  useActions(ACTIONS, { agreed: items > 0, acceptAgreed: () => setOpen(true) });
  if (items === 0) return null;
  return (
    <>
      <Button small look="quiet" hotkey={keysOf(actions.acceptAgreed)[0]} onClick={() => setOpen(true)}>{text.agreed(count)}</Button>
      {open ? <AcceptAgreed project={project} count={count} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function AcceptAgreed({ project, count, onClose }: { project: string; count: string; onClose: () => void }) {
  const client = useQueryClient();
  const versions = useQuery(queries.guidelines(project)).data ?? [];
  const number = Math.max(0, ...versions.map((version) => version.number));
  const guideline = useQuery({ ...queries.guideline(project, number), enabled: number > 0 }).data;
  const [reason, setReason] = useState("");
  const [clause, setClause] = useState<string | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const accept = async () => {
    setError(null);
    setDone(0);
    let accepted = 0;
    try {
      for (const { name, subjective } of guideline?.tasks ?? []) {
        if (subjective) continue;
        for (let more = true; more;) {
          const answer = await acceptAgreed(project, name, clause, reason);
          accepted += answer.accepted;
          more = answer.more && answer.accepted > 0;
          setDone(accepted);
        }
      }
      tell(text.agreedDone(accepted), { tone: "good" });
      onClose();
    } catch (problem) {
      setError(problem);
      setDone(null);
    }
    void client.invalidateQueries({ queryKey: reviewQueries.open(project).queryKey });
    void client.invalidateQueries({ queryKey: queries.quality(project).queryKey });
  };
  const feet = (
    <>
      {done === null ? null : <span className="muted">{text.accepting(done)}</span>}
      <Button look="quiet" onClick={onClose}>{text.cancel}</Button>
      <Button type="submit" look="main" busy={done !== null || !guideline}>{text.acceptAll}</Button>
    </>
  );
  return (
    <Dialog title={text.agreedTitle} onClose={onClose} onSubmit={() => void accept()} feet={feet}>
      <p>{text.agreedWhy(count)}</p>
      {guideline && guideline.clauses.length > 0 ? (
        <label className={styles.pickClause}>
          {text.clause}
          <select value={clause ?? ""} onChange={(event) => setClause(event.target.value || null)}>
            <option value="">{text.noClause}</option>
            {guideline.clauses.map(({ id, text: said }) => <option key={id} value={id}>{`${id} ${said.slice(0, 60)}`}</option>)}
          </select>
        </label>
      ) : null}
      <LongTextField label={text.reason} hint={text.reasonHint} rows={2} maxLength={2000} dir="auto" value={reason} onChange={(event) => setReason(event.target.value)} />
      <Trouble error={error} />
    </Dialog>
  );
}
