import { saving } from "../state/saving";
import { useStore } from "../state/store";
import { reachable } from "../state/useReachability";
import { text } from "./text";
import styles from "./Shell.module.css";

/** Where one's answers are, always visible and always true: saved, saving, or kept here. */
export function SavingState() {
  const now = useStore(saving);
  const connected = useStore(reachable);
  const { said, sign, trouble } = stateOf(now, connected);
  return (
    <span className={`${styles.state} ${trouble ? styles.trouble : ""}`} role="status" aria-live="polite">
      {said ? <Sign sign={sign} /> : null}
      <span title={said}>{said}</span>
    </span>
  );
}

type SignName = "saved" | "saving" | "held";

function stateOf(now: ReturnType<typeof saving.get>, connected: boolean): { said: string; sign: SignName; trouble: boolean } {
  if (now?.problem) return { said: now.problem, sign: "held", trouble: true };
  if (now && now.waiting > 0 && (now.held || !connected)) return { said: text.held(now.waiting), sign: "held", trouble: true };
  if (!connected) return { said: text.unreachable, sign: "held", trouble: true };
  if (now && now.waiting > 0) return { said: text.saving(now.waiting), sign: "saving", trouble: false };
  return { said: now ? text.saved : "", sign: "saved", trouble: false };
}

const PATHS: Record<SignName, string> = {
  saved: "M3 8.5l3.2 3.2L13 5",
  saving: "M8 13V3M4.500 6.500L8 3l3.500 3.500",
  held: "M8 3v6M8 12v1",
};

function Sign({ sign }: { sign: SignName }) {
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d={PATHS[sign]} />
    </svg>
  );
}
