import { caps } from "../actions/keys";
import styles from "./Kbd.module.css";

/** A key, drawn as caps. Hidden from screen readers where the element around says it with aria-keyshortcuts. */
export function Kbd({ spec, spoken = false }: { spec: string; spoken?: boolean }) {
  return (
    <span className={styles.keys} aria-hidden={spoken ? undefined : true}>
      {caps(spec).map((cap) => (
        <kbd key={cap} className={styles.cap}>{cap}</kbd>
      ))}
    </span>
  );
}
