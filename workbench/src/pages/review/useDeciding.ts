import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { agree } from "../../domain/compare";
import { useScope } from "../../scope/useScope";
import { queries } from "../../state/queries";
import { forget } from "../../state/undo";
import { announce } from "../../ui/Announcer";
import { decide, type Case } from "./calls";
import { Judging } from "./judging";
import { forgetJudging, keepJudging } from "./keepJudging";
import { reviewQueries } from "./queries";
import { text } from "./text";

export interface Deciding {
  judging: Judging | null;
  /** The task that is decided, by its place in the case. */
  at: number;
  turnTo: (at: number) => void;
  decided: ReadonlySet<string>;
  /** Send the decision and go on: to the next task, or out of the case. */
  goOn: () => void;
  busy: boolean;
  error: unknown;
  /** Going on was tried while something is missing. */
  lacking: string | null;
}

/** Deciding the disputed tasks of a case one after another. `onDone` when all are; those on which all agree need no decision. */
export function useDeciding(project: string, user: string, found: Case, onDone: (decisions: number) => void): Deciding {
  const client = useQueryClient();
  const [all] = useState(() => judgingsOf(found));
  const [at, setAt] = useState(() => Math.max(0, firstOpen(found, new Set())));
  const [decided, setDecided] = useState<ReadonlySet<string>>(() => new Set());
  const [lacking, setLacking] = useState<string | null>(null);
  const judging = all[at] ?? null;
  useScope((scope) => { if (judging) keepJudging(scope, judging, user, project); }, [judging, user, project]);
  const sending = useMutation({ mutationFn: (body: NonNullable<ReturnType<Judging["body"]>>) => decide(project, body) });
  const turnTo = (next: number) => {
    forget();
    setLacking(null);
    sending.reset();
    setAt(next);
  };
  const goOn = () => {
    const body = judging?.body();
    if (!judging || sending.isPending) return;
    if (!body) {
      const said = judging.lacks() === "reason" ? text.needReason : text.needVerdict;
      setLacking(said);
      announce(said);
      return;
    }
    sending.mutate(body, {
      onSuccess: () => {
        forgetJudging(judging, user);
        announce(text.decided[body.decision]);
        const now = new Set([...decided, body.task]);
        setDecided(now);
        void client.invalidateQueries({ queryKey: reviewQueries.case(project, found.item).queryKey });
        void client.invalidateQueries({ queryKey: reviewQueries.open(project).queryKey });
        void client.invalidateQueries({ queryKey: queries.quality(project).queryKey });
        const next = firstOpen(found, now);
        if (next >= 0) turnTo(next);
        else onDone(now.size);
      },
    });
  };
  return { judging, at, turnTo, decided, goOn, busy: sending.isPending, error: sending.error, lacking };
}

/** The first task that is disputed and not decided; −1 when there is none. */
function firstOpen({ tasks }: Case, decided: ReadonlySet<string>): number {
  return tasks.findIndex(({ task, decision, answers }) => !decision && !decided.has(task) && !agree(answers.map(({ answer }) => answer)));
}

function judgingsOf({ item, guideline, tasks }: Case): (Judging | null)[] {
  return tasks.map((reviewed) => {
    const task = guideline.tasks.find(({ name }) => name === reviewed.task);
    return task ? new Judging(item, task, reviewed) : null;
  });
}
