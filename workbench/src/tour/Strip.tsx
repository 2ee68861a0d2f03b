import { useCallback } from "react";
import { Link } from "../app/Link";
import type { Store } from "../state/store";
import { tell } from "../state/toasts";
import { Button, buttonClass } from "../ui/Button";
import { Changed } from "./Changed";
import type { Demo } from "./demo";
import { current, did, skip, STEPS, type Progress, type Step } from "./steps";
import { text } from "./text";
import { whereOf } from "./where";
import styles from "./Tour.module.css";

interface Props {
  demo: Demo;
  progress: Store<Progress>;
  state: Progress;
  /** The page one is on. */
  page: string;
}

/** Which step one is at, what to do, and a way there. It lies above the page, never over it. */
export function Strip({ demo, progress, state, page }: Props) {
  const step = current(state);
  const seen = useCallback(() => progress.set((now) => did(now, "changed")), [progress]);
  const end = () => {
    progress.set((now) => ({ ...now, ended: true }));
    tell(text.skipped);
  };
  // What has changed stays in view after it was seen, until one goes on.
  const comparing = page === "quality" && (step === "changed" || (step === null && state.done.includes("changed")));
  return (
    <aside className={styles.strip} aria-label={text.name}>
      <div className={styles.line}>
        <Steps state={state} step={step} />
        <div className={styles.said}>{comparing ? <strong>{text.steps.changed.title}</strong> : <Said demo={demo} step={step} here={isHere(step, page)} />}</div>
        <div className={styles.buttons}>
          <Onward demo={demo} step={step} page={page} />
          {step ? <Button small look="quiet" onClick={() => progress.set(skip)}>{text.skipStep}</Button> : null}
          <Button small look="quiet" onClick={end}>{text.skipTour}</Button>
        </div>
      </div>
      {comparing ? <Changed demo={demo} onSeen={seen} /> : null}
    </aside>
  );
}

function Steps({ state, step: now }: { state: Progress; step: Step | null }) {
  return (
    <ol className={styles.steps} aria-label={text.list}>
      {STEPS.map((step, index) => {
        const is = state.done.includes(step) ? "done" : step === now ? "now" : state.skipped.includes(step) ? "skipped" : "open";
        return (
          <li key={step} className={`${styles.step} ${styles[is]}`} aria-current={is === "now" ? "step" : undefined} title={text.steps[step].title}>
            <span aria-hidden="true">{is === "done" ? "✓" : index + 1}</span>
            <span className="unseen">{text.at(index + 1, text.steps[step].title, is)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** How it is done is said where it is done; elsewhere there is a way there. */
function Said({ demo, step, here }: { demo: Demo; step: Step | null; here: boolean }) {
  if (step === null) return <strong>{text.end}</strong>;
  const { title, how } = text.steps[step];
  return (
    <>
      <strong>{title}</strong> {here ? <span>{how}{step === "settle" ? ` ${text.clause(demo.tour.settle.clause)}` : ""}</span> : null}
    </>
  );
}

const PAGES: Record<Step, string> = { hear: "annotate", label: "annotate", differ: "review", settle: "review", changed: "quality" };

function isHere(step: Step | null, page: string): boolean {
  return step !== null && PAGES[step] === page;
}

/** The way to where the step is done; nothing when one is there. */
function Onward({ demo, step, page }: { demo: Demo; step: Step | null; page: string }) {
  if (isHere(step, page)) return null;
  return (
    <Link to={whereOf(demo, step)} className={buttonClass("main", true)}>{step === null ? text.toEnd : text.steps[step].go}</Link>
  );
}
