import { useState } from "react";
import { did } from "../../editors/answering/did";
import { text as answerText } from "../../editors/answering/text";
import type { Open as StillOpen } from "../../domain/answers";
import type { Outcome } from "../../domain/work";
import { announce } from "../../ui/Announcer";
import { forget, remember } from "../../state/undo";
import { tell } from "../../state/toasts";
import type { AtItem } from "./actions/item";
import type { Desk } from "./desk";
import { text } from "./text";
import type { Work } from "./work";

export type Open = "skip" | "comment" | "clauses" | "search" | null;

interface Item {
  open: Open;
  close: () => void;
  searchLabels: () => void;
  skip: (outcome: Outcome, reason: string) => void;
  write: (comment: string) => void;
  cite: (clause: string | null) => void;
  /** What the keys and the buttons of the page do. */
  at: AtItem;
  /** Submitting was tried while something is still open. */
  tried: boolean;
}

/** What can be done with the item on the desk, and the dialogs it opens. */
export function useItem(desk: Desk, work: Work): Item {
  const [open, setOpen] = useState<Open>(null);
  const [tried, setTried] = useState(false);
  const { answering } = work;
  const submit = async () => {
    const open = work.stillOpen();
    const [first] = open;
    if (first) {
      setTried(true);
      answering.active.set(first.task.name);
      announce(saidOf(open));
      return;
    }
    blur();
    forget();
    remember({ what: text.submitted, run: async () => void (await goBack(desk)) });
    await desk.submit("answered");
  };
  const skip = async (outcome: Outcome, reason: string) => {
    setOpen(null);
    forget();
    await desk.submit(outcome, reason);
    announce(text.skipped);
  };
  return {
    open, tried,
    close: () => { setOpen(null); answering.close(); },
    searchLabels: () => setOpen("search"),
    skip: (outcome, reason) => void skip(outcome, reason),
    write: (comment) => did(answering.say({ comment }, answerText.commentWritten, "comment")),
    cite: (clause) => did(answering.say({ clause }, answerText.citedStep)),
    at: {
      answering, hasClauses: work.assignment.guideline.clauses.length > 0, submit, back: () => goBack(desk),
      openSkip: () => setOpen("skip"), openComment: () => setOpen("comment"), openClauses: () => setOpen("clauses"),
    },
  };
}

/** What keeps an item from being submitted, in words. */
export function saidOf(open: readonly StillOpen[]): string {
  return open.map(({ task, why }) => text.open[why](task.question)).join(" ");
}

/** Go back to the item before; say so when there is none. */
export async function goBack(desk: Desk): Promise<void> {
  forget();
  if (!(await desk.back())) tell(text.nothingBefore);
}

/** The keys belong to the next item, not to a field of this one. */
function blur(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
