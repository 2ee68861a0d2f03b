import { useState } from "react";
import { useScope } from "../../scope/useScope";
import { Player } from "./player";

/** A player for a recording; another address loads another recording. Without one it is silent. */
export function usePlayer(url: string | null, seconds: number | null): Player {
  const [player] = useState(() => new Player());
  useScope((scope) => {
    if (url) player.load(scope, url, seconds ?? 0);
  }, [player, url]);
  return player;
}
