import type { Estimate as Value } from "../api/types";
import { figure, isDefined, place, spoken, UNIT, type Scale } from "../domain/estimate";
import { Link } from "../app/Link";
import styles from "./Estimate.module.css";

interface Props {
  estimate: Value;
  /** The same for estimates beside each other: `scaleOver(all)`. */
  scale?: Scale;
  /** Where the items behind the number are. */
  to?: string;
  digits?: number;
}

/** A value as a dot with its interval as a bar, on a scale shared with its neighbours; or why it is not defined. */
export function Estimate({ estimate, scale = UNIT, to, digits = 2 }: Props) {
  const inside = (
    <>
      <Picture estimate={estimate} scale={scale} />
      <Figures estimate={estimate} digits={digits} />
    </>
  );
  const title = `${estimate.measure.split("/")[0]?.replaceAll("_", " ") ?? ""} · ${estimate.n.toLocaleString("en")} · over ${estimate.over}`;
  return to ? (
    <Link to={to} className={`${styles.estimate} ${styles.link}`} title={title}>{inside}</Link>
  ) : (
    <span className={styles.estimate} title={title}>{inside}</span>
  );
}

function Picture({ estimate, scale }: { estimate: Value; scale: Scale }) {
  if (!isDefined(estimate)) return <svg className={`${styles.picture} ${styles.none}`} aria-hidden="true" />;
  const at = (value: number) => `${place(scale, value)}%`;
  return (
    <svg className={styles.picture} aria-hidden="true">
      <line className={styles.axis} x1="0" x2="100%" y1="50%" y2="50%" />
      {scale.low < 0 ? <line className={styles.zero} x1={at(0)} x2={at(0)} y1="0" y2="100%" /> : null}
      <line className={styles.interval} x1={at(estimate.low)} x2={at(estimate.high)} y1="50%" y2="50%" />
      <circle className={styles.value} cx={at(estimate.value)} cy="50%" r="5" />
    </svg>
  );
}

function Figures({ estimate, digits }: { estimate: Value; digits: number }) {
  if (!isDefined(estimate)) return <span className={styles.why}>{estimate.undefined ?? "not defined"}</span>;
  return (
    <span className={styles.figures}>
      <span aria-hidden="true">
        {figure(estimate.value, digits)}{" "}
        <span className={styles.range}>[{figure(estimate.low, digits)}, {figure(estimate.high, digits)}]</span>
      </span>
      <span className="unseen">{spoken(estimate)}</span>
    </span>
  );
}
