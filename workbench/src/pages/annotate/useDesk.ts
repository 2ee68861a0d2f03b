import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { connection } from "../../api/connection";
import { away, back } from "../../domain/attention";
import { beatAfter } from "../../domain/lease";
import { warmPeaks } from "../../editors/waveform/usePeaks";
import type { Scope } from "../../scope/scope";
import { useScope } from "../../scope/useScope";
import { keepingOf } from "../../state/outbox";
import { queries } from "../../state/queries";
import { useStore } from "../../state/store";
import { tell } from "../../state/toasts";
import { onChanged } from "../../state/useLive";
import { callsOf } from "./calls";
import { Desk, type DeskState } from "./desk";
import { text } from "./text";
import type { Work } from "./work";

const TOLD = { elsewhere: text.elsewhere, lost: text.refused };

/** The desk of a person in a project, while the page is shown. */
export function useDesk(project: string, user: string): { desk: Desk; state: DeskState } {
  const client = useQueryClient();
  const [desk] = useState(() => deskOf(project, user));
  const state = useStore(desk.state);
  useScope((scope) => {
    scope.own(desk.open());
    scope.own(connection.subscribe(() => { if (connection.reachable) desk.retry(); }));
    scope.own(onChanged(({ kind }) => { if (/^(item|conversation|guideline|assignment|review)\./.test(kind)) desk.retry(); }));
    scope.own(keepingOf(user).outbox.hear(({ what }) => {
      if (what === "confirmed") void client.invalidateQueries({ queryKey: queries.project(project).queryKey, exact: true });
    }));
  }, [desk, client, project, user]);
  const { work } = state;
  useScope((scope) => { if (work) keepDraft(scope, work, project, user); }, [work, project, user]);
  useScope((scope) => { if (work) attend(scope, work); }, [work]);
  useScope((scope) => { if (work) keepLease(scope, desk, work); }, [work, desk]);
  return { desk, state };
}

let latest: { project: string; user: string; desk: Desk } | null = null;

/** The desk stays as it was left while one looks at another page. */
function deskOf(project: string, user: string): Desk {
  if (latest?.project === project && latest.user === user) return latest.desk;
  const desk = new Desk({
    project, calls: callsOf(project), keeping: keepingOf(user), now: Date.now,
    warm: ({ conversation }) => { if (conversation.peaks) warmPeaks(conversation.peaks); },
    tell: (what) => tell(TOLD[what], { tone: what === "lost" ? "bad" : "plain" }),
  });
  latest = { project, user, desk };
  return desk;
}

/** Every change of the answers is kept on this machine at once. */
function keepDraft(scope: Scope, work: Work, project: string, user: string): void {
  const { drafts } = keepingOf(user);
  drafts.rest();
  scope.own(work.answering.steps.subscribe(() => drafts.keep(work.draft(user, project, Date.now()))));
}

/** Count the time only while the page is in view. */
function attend(scope: Scope, work: Work): void {
  work.attention = back(work.attention, Date.now());
  scope.own(() => { work.attention = away(work.attention, Date.now()); });
  scope.listen(document, "visibilitychange", () => {
    const now = Date.now();
    work.attention = document.visibilityState === "visible" ? back(work.attention, now) : away(work.attention, now);
  });
}

/** After so long without a key or a movement, the item is left to others. */
const ASLEEP = 5 * 60_000;

/** Say to the server that one is still at it, as long as one is. */
function keepLease(scope: Scope, desk: Desk, work: Work): void {
  let active = Date.now();
  for (const type of ["keydown", "pointermove", "pointerdown"] as const) {
    scope.listen(document, type, () => { active = Date.now(); }, { passive: true });
  }
  const again = (): void => {
    scope.after(beatAfter(work.lease.get().endsAt, Date.now()), () => {
      const awake = document.visibilityState === "visible" && Date.now() - active < ASLEEP;
      if (awake) void desk.beat().then(again);
      else again();
    });
  };
  again();
}
