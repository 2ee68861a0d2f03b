import type { Label } from "../api/types";
import { lookOf, shown } from "../domain/labels";
import styles from "./LabelMark.module.css";

/** A label as its colour and its name; the colour comes from its place in the scheme. */
export function LabelMark({ label, index }: { label: Label; index: number }) {
  return (
    <span className={styles.label}>
      <Swatch index={index} />
      <span dir="auto">{shown(label)}</span>
    </span>
  );
}

/** The colour of the label at a place in its scheme, and its pattern where colours come again. */
export function Swatch({ index }: { index: number }) {
  const { colour, pattern, number } = lookOf(index);
  return <span className={`${styles.swatch} ${styles[`c${colour}`]} ${styles[`p${pattern}`]} ${number === null ? "" : styles.numbered}`} aria-hidden="true">{number}</span>;
}
