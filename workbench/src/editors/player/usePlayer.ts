import { useEffect, useRef, useState } from "react";
import { useScope } from "../../scope/useScope";
import { Player, type Renew } from "./player";

/** A player for a recording; another address loads another recording. Without one it is silent. */
export function usePlayer(url: string | null, seconds: number | null, renew?: Renew): Player {
  const [player] = useState(() => new Player());
  const asked = useRef(renew);
  useEffect(() => { asked.current = renew; });
  useScope((scope) => {
    if (url) player.load(scope, url, seconds ?? 0, async () => (await asked.current?.()) ?? "unknown");
  }, [player, url]);
  return player;
}
