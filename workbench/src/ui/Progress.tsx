import styles from "./Progress.module.css";

/** How far something is; without a total, that it goes on. */
export function Progress({ done, total, label }: { done: number; total: number | null; label: string }) {
  const known = total !== null && total > 0;
  return <progress className={styles.bar} aria-label={label} {...(known ? { value: Math.min(done, total), max: total } : {})} />;
}
