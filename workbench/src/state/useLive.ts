import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { hearChanges, type Changed } from "../api/stream";
import { useScope } from "../scope/useScope";
import { queries } from "./queries";

type Heard = (changed: Changed) => void;

const listeners = new Set<Heard>();
const TOGETHER = 1_000;

/** Hear every change of the project that is open: for pages that show more than the general queries. */
export function onChanged(heard: Heard): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

/** Follow the project that is open: what others change is shown without being asked for. */
export function useLive(project: string | null): void {
  const client = useQueryClient();
  useScope((scope) => {
    if (!project) return;
    let waiting = new Set<string>();
    hearChanges(scope, project, (changed) => {
      for (const heard of listeners) heard(changed);
      const topic = changed.kind.split(".")[0] ?? "";
      // An import tells of every conversation: many changes in a row are one reason to look.
      if (waiting.size === 0) {
        scope.after(TOGETHER, () => {
          const topics = waiting;
          waiting = new Set();
          for (const one of topics) refresh(client, project, one);
        });
      }
      waiting.add(topic);
    });
  }, [project, client]);
}

function refresh(client: QueryClient, project: string, topic: string): void {
  const stale: Record<string, readonly unknown[][]> = {
    guideline: [[...queries.guidelines(project).queryKey]],
    membership: [[...queries.people(project).queryKey], [...queries.teams(project).queryKey], [...queries.projects().queryKey]],
    team: [[...queries.teams(project).queryKey]],
    project: [[...queries.projects().queryKey]],
    conversation: [[...queries.projects().queryKey]],
    item: [[...queries.projects().queryKey]],
  };
  for (const queryKey of stale[topic] ?? []) void client.invalidateQueries({ queryKey });
  if (topic in stale) void client.invalidateQueries({ queryKey: queries.project(project).queryKey, exact: true });
}
