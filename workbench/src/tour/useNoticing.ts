import { useEffect } from "react";
import type { Place } from "../app/location";
import { useScope } from "../scope/useScope";
import { keepingOf } from "../state/outbox";
import { played } from "../state/played";
import { onChanged } from "../state/useLive";
import type { Store } from "../state/store";
import { did, type Progress, type Step } from "./steps";

/** So long a case is open before it counts as seen. */
const SEEN = 8_000;

/** Notice by what really happens that a step was done: sound plays, an answer is stored, a decision is made. */
export function useNoticing(progress: Store<Progress>, place: Place, user: string): void {
  const on = pageOf(place);
  useScope((scope) => {
    const note = (step: Step) => progress.set((now) => did(now, step));
    scope.own(played.subscribe(() => note("hear")));
    scope.own(keepingOf(user).outbox.hear(({ what }) => {
      if (what === "confirmed" && on === "annotate") note("label");
      // A decision is held for a moment, so that it can be taken back: it was made all the same.
      if (what === "queued" && on === "review") note("settle");
    }));
    scope.own(onChanged(({ kind }) => {
      if (kind === "review.decided" && on === "review") note("settle");
    }));
    if (on === "review") scope.after(SEEN, () => note("differ"));
  }, [progress, user, on]);
  useEffect(() => {
    if (on === "tour") progress.set((now) => did(now, "changed"));
  }, [progress, on]);
}

/** The page of a project, by the address: "annotate", "review". */
export function pageOf({ path }: Pick<Place, "path">): string {
  return path.split("/")[3] ?? "";
}
