import { isDefined, place, type Scale } from "../../domain/estimate";
import { RULE, type SpotCheck } from "../../tour/demo";
import { Estimate } from "../../ui/Estimate";
import { text } from "./text";
import styles from "./Delivery.module.css";

const SCALE: Scale = { low: 0.9, high: 1 };

const percent = (share: number) => Math.round(100 * share);

/** The spot check: what it found, and all it can know. */
export function Check({ found: { share, right_of_checked: right, checked, delivered } }: { found: SpotCheck }) {
  return (
    <section>
      <h2>{text.check}</h2>
      <p>{text.rule(percent(RULE))} {text.found(right, checked, delivered)}</p>
      <p className={styles.share}>
        <span className={styles.onScale}>
          <Estimate estimate={share} scale={SCALE} />
          <svg className={styles.rule} aria-hidden="true"><line x1={`${place(SCALE, RULE)}%`} x2={`${place(SCALE, RULE)}%`} y1="0" y2="100%" /></svg>
        </span>
        <span className="muted small">{text.scale(percent(SCALE.low), percent(RULE))}</span>
      </p>
      {isDefined(share) ? (
        <p>
          <strong>{text.passes(percent(share.value))}</strong> {text.bounds(percent(share.low), percent(share.high))}
        </p>
      ) : null}
    </section>
  );
}
