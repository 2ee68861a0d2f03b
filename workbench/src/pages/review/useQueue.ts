import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { go } from "../../app/location";
import { useScope } from "../../scope/useScope";
import { isDecision, keepingOf } from "../../state/outbox";
import { useStore } from "../../state/store";
import { onChanged } from "../../state/useLive";
import { reviewQueries } from "./queries";

export interface Queue {
  /** The item that is open; null when there is none. */
  item: string | null;
  /** How many are open, as far as they have been read; `more`: there are others. */
  open: number;
  more: boolean;
  loading: boolean;
  error: unknown;
  again: () => void;
  /** Go on: it was decided, or is left for later. */
  pass: (item: string) => void;
  previous: () => boolean;
  /** Look again at an item whose decision was taken back. */
  takeUp: (item: string) => void;
  /** How often that was done: the item is then read anew. */
  takenUp: number;
}

const FEW = 5;

/** The open cases one after another, the one after the open one fetched ahead. `asked`: one that was asked for by its address. */
export function useQueue(project: string, user: string, asked: string | null): Queue {
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(reviewQueries.open(project));
  const [passed, setPassed] = useState<readonly string[]>([]);
  const [takenUp, setTakenUp] = useState(0);
  const { entries } = useStore(keepingOf(user).outbox.box);
  const decidedHere = (item: string) => entries.filter(isDecision).filter((entry) => entry.user === user && entry.body.item === item && !entry.refused).length;
  const left = (data?.rows ?? []).filter(({ item, tasks }) => !passed.includes(item) && decidedHere(item) < tasks);
  const [held, hold] = useState<string | null>(null);
  // What one looks at stays, also when something more disputed has come meanwhile.
  const item = asked ?? (left.find((row) => row.item === held) ?? left[0])?.item ?? null;
  if (item !== held) hold(item);
  const ahead = left.find((row) => row.item !== item)?.item ?? null;
  useEffect(() => {
    if (ahead) void client.prefetchQuery(reviewQueries.case(project, ahead));
  }, [client, project, ahead]);
  const few = Boolean(data?.next) && left.length < FEW;
  const decided = passed.length;
  // Asked once for every case that is passed: what is left for later may be all there is.
  useEffect(() => {
    if (few && decided > 0) void refetch();
  }, [few, decided, refetch]);
  useScope((scope) => {
    scope.own(onChanged(({ kind }) => {
      if (/^(submission|review)\./.test(kind)) void client.invalidateQueries({ queryKey: reviewQueries.open(project).queryKey });
    }));
  }, [client, project]);
  const home = `/projects/${encodeURIComponent(project)}/review`;
  return {
    item, open: left.length, more: Boolean(data?.next), loading: isPending, error, again: () => { setPassed([]); void refetch(); },
    pass: (done) => {
      setPassed((now) => [...now.filter((one) => one !== done), done]);
      if (asked !== null) go(home);
    },
    takenUp,
    takeUp: (back) => {
      setPassed((now) => now.filter((one) => one !== back));
      setTakenUp((now) => now + 1);
      go(`${home}/${encodeURIComponent(back)}`);
    },
    previous: () => {
      const last = passed.at(-1);
      if (last === undefined) return false;
      setPassed((now) => now.slice(0, -1));
      go(`${home}/${encodeURIComponent(last)}`);
      return true;
    },
  };
}
