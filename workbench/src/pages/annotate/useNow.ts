import { useState } from "react";
import { useScope } from "../../scope/useScope";

/** The time, taken anew every so many milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useScope((scope) => {
    scope.every(every, () => setNow(Date.now()));
  }, [every]);
  return now;
}
