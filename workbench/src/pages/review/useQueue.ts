import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { go } from "../../app/location";
import { useScope } from "../../scope/useScope";
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
}

const FEW = 5;

/** The open cases one after another, the one after the open one fetched ahead. `asked`: one that was asked for by its address. */
export function useQueue(project: string, asked: string | null): Queue {
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(reviewQueries.open(project));
  const [passed, setPassed] = useState<readonly string[]>([]);
  const left = (data?.rows ?? []).filter(({ item }) => !passed.includes(item));
  const item = asked ?? left[0]?.item ?? null;
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
    previous: () => {
      const last = passed.at(-1);
      if (last === undefined) return false;
      setPassed((now) => now.slice(0, -1));
      go(`${home}/${encodeURIComponent(last)}`);
      return true;
    },
  };
}
