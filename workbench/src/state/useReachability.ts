import { useQueryClient } from "@tanstack/react-query";
import { call } from "../api/client";
import { connection } from "../api/connection";
import { useScope } from "../scope/useScope";
import { useStore } from "./store";

export const reachable = { get: () => connection.reachable, subscribe: connection.subscribe };

const ASK_EVERY = 5_000;

/** While the server is not heard, ask again until it is; then show everything as it is by now. */
export function useReachability(): void {
  const client = useQueryClient();
  const now = useStore(reachable);
  useScope((scope) => {
    if (now) return;
    const ask = () => {
      call("/api/health", { patience: ASK_EVERY })
        .then(() => client.invalidateQueries())
        .catch(() => undefined);
    };
    scope.every(ASK_EVERY, ask);
    scope.listen(window, "online", ask);
  }, [now, client]);
}
