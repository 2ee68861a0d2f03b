import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { defineAction } from "../actions/action";
import { useActions } from "../actions/useActions";
import { go, place as here } from "../app/location";
import { queries } from "../state/queries";
import { useStore } from "../state/store";
import { announce } from "../ui/Announcer";
import { demoQuery, type Demo } from "./demo";
import { progressOf } from "./kept";
import { current, takenUp, type Step } from "./steps";
import { Strip } from "./Strip";
import { text } from "./text";
import { pageOf, useNoticing } from "./useNoticing";
import { whereOf } from "./where";

/** The tour of the demo: a strip above the page, for the guest only. */
export default function Tour() {
  const demo = useQuery(demoQuery()).data;
  const user = useQuery(queries.session()).data?.user.id;
  return demo?.is_guest && user ? <Taken demo={demo} user={user} /> : null;
}

function Taken({ demo, user }: { demo: Demo; user: string }) {
  const progress = progressOf(demo.project);
  const state = useStore(progress);
  const place = useStore(here);
  useNoticing(progress, place, user);
  useTold(state.done, state.ended ? null : current(state));
  const actions = useMemo(() => [defineAction({
    id: "tour.take-up", name: text.takeUp, group: text.name, keys: [], undo: "none",
    run: () => {
      progress.set(takenUp);
      go(whereOf(demo, current(progress.get())));
    },
  })], [progress, demo]);
  useActions(actions, undefined);
  if (state.ended || pageOf(place) === "tour") return null;
  return <Strip demo={demo} progress={progress} state={state} page={pageOf(place)} />;
}

/** Say that a step was done, and what comes next, to those who do not see the strip. */
function useTold(done: readonly Step[], next: Step | null): void {
  const before = useRef(done);
  useEffect(() => {
    const fresh = done.filter((step) => !before.current.includes(step)).at(-1);
    before.current = done;
    if (fresh) announce(`${text.steps[fresh].done} ${next ? text.next(text.steps[next].title) : text.end}`);
  }, [done, next]);
}
