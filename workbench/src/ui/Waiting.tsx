import { useState } from "react";
import { useScope } from "../scope/useScope";

/** "Loading", but only once it takes long enough to be noticed. */
export function Waiting({ what = "Loading" }: { what?: string }) {
  const [noticed, setNoticed] = useState(false);
  useScope((scope) => {
    scope.after(300, () => setNoticed(true));
  }, []);
  return <p role="status" className="muted">{noticed ? `${what} …` : ""}</p>;
}
