import type { ReactNode } from "react";
import styles from "./Entrance.module.css";

/** The frame of the pages for people who are not signed in. */
export function Entrance({ children }: { children: ReactNode }) {
  return (
    <div className={styles.outer}>
      <div className={styles.box}>
        <img className={styles.mark} src="/mark.svg" alt="" />
        {children}
      </div>
    </div>
  );
}
