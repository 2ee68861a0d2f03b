import type { ReactNode } from "react";
import { sentence } from "../api/error";
import { Button } from "./Button";
import styles from "./Notice.module.css";

interface Props {
  tone?: "plain" | "good" | "warn" | "bad";
  title?: string;
  children?: ReactNode;
}

/** Something to know, in the place where it matters. A bad one is told to screen readers at once. */
export function Notice({ tone = "plain", title, children }: Props) {
  return (
    <div className={`${styles.notice} ${tone === "plain" ? "" : styles[tone]}`} role={tone === "bad" ? "alert" : undefined}>
      {title ? <p className={styles.title}>{title}</p> : null}
      {typeof children === "string" ? <p>{children}</p> : children}
    </div>
  );
}

/** What went wrong, and a button to try again where that may help. */
export function Trouble({ error, again }: { error: unknown; again?: (() => void) | undefined }) {
  if (!error) return null;
  return (
    <Notice tone="bad">
      <div className="row">
        <span>{sentence(error)}</span>
        {again ? <Button small onClick={again}>Try again</Button> : null}
      </div>
    </Notice>
  );
}
