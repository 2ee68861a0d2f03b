import { useState } from "react";
import { ApiError } from "../../api/error";
import { agree } from "../../domain/compare";
import { aboutReview } from "../../domain/verdict";
import { useScope } from "../../scope/useScope";
import { isDecision, keepingOf, newKey } from "../../state/outbox";
import { forget, remember } from "../../state/undo";
import { announce } from "../../ui/Announcer";
import type { Case } from "./calls";
import { Judging } from "./judging";
import { keepJudging } from "./keepJudging";
import { text } from "./text";

export interface Deciding {
  judging: Judging | null;
  /** The task that is decided, by its place in the case. */
  at: number;
  turnTo: (at: number) => void;
  decided: ReadonlySet<string>;
  /** Hand the decision to the outbox and go on: to the next task, or out of the case. */
  goOn: () => void;
  /** Going on was tried while something is missing. */
  lacking: string | null;
}

/** How long a decision is kept here before it is sent, so that it can be taken back: until the next one, and at most so long. */
const HELD = 6_000;

interface Sitting {
  /** All disputed tasks of the case are decided. */
  onDone: (decisions: number) => void;
  /** The decision was taken back: look at the item again. */
  onBack: (item: string) => void;
}

/** Deciding the disputed tasks of a case one after another. Those on which all agree need no decision. */
export function useDeciding(project: string, user: string, found: Case, { onDone, onBack }: Sitting): Deciding {
  const [all] = useState(() => judgingsOf(found));
  const [decided, setDecided] = useState<ReadonlySet<string>>(() => underway(user, found.item));
  const [at, setAt] = useState(() => Math.max(0, firstOpen(found, decided)));
  const [lacking, setLacking] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const judging = all[at] ?? null;
  useScope((scope) => { if (judging) keepJudging(scope, judging, user, project); }, [judging, user, project]);
  const turnTo = (next: number) => {
    forget();
    setLacking(null);
    setAt(next);
  };
  const goOn = () => {
    if (!judging || busy) return;
    const body = judging.body();
    if (!body) {
      const said = judging.lacks() === "reason" ? text.needReason : text.needVerdict;
      setLacking(said);
      announce(said);
      return;
    }
    setBusy(true);
    const key = newKey();
    const { outbox } = keepingOf(user);
    const entry = { key, project, assignment: aboutReview(body.item, body.task), about: "decision" as const, body: { ...body, key }, heldUntil: Date.now() + HELD };
    void outbox.submit(entry).then(() => {
      setBusy(false);
      announce(text.decided[body.decision]);
      const now = new Set([...decided, body.task]);
      setDecided(now);
      const next = firstOpen(found, now);
      if (next >= 0) turnTo(next);
      else {
        forget();
        onDone(now.size);
      }
      remember({
        what: text.decision,
        run: async () => {
          const back = await outbox.takeBack(key);
          setDecided((before) => new Set([...before].filter((task) => task !== body.task)));
          if (next >= 0) setAt(at);
          else onBack(body.item);
          if (!back) throw new ApiError(409, "sent", text.wasSent);
        },
      });
    });
  };
  return { judging, at, turnTo, decided, goOn, lacking };
}

/** The tasks of an item whose decision lies in the outbox. */
function underway(user: string, item: string): Set<string> {
  const { entries } = keepingOf(user).outbox.box.get();
  return new Set(entries.filter(isDecision).filter((entry) => entry.user === user && entry.body.item === item && !entry.refused).map(({ body }) => body.task));
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
