import { useEffect, useRef, type ReactNode } from "react";
import styles from "./Page.module.css";

interface Props {
  title: string;
  lead?: ReactNode;
  /** Buttons beside the title, the main one last. */
  actions?: ReactNode;
  narrow?: boolean;
  /** The title and its buttons stay in view. */
  sticky?: boolean;
  children: ReactNode;
}

/** A page with its title. Sets the window's title, and takes the focus there when one comes from another page. */
export function Page({ title, lead, actions, narrow = false, sticky = false, children }: Props) {
  const heading = usePageTitle(title);
  return (
    <div className={`${styles.page} ${narrow ? styles.narrow : ""}`}>
      <div className={`${styles.head} ${sticky ? styles.sticky : ""}`}>
        <div>
          <h1 ref={heading} tabIndex={-1} dir="auto">{title}</h1>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className="row">{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}

let first = true;

/** Set the window's title; put the returned ref on the heading, so that a page change is noticed without eyes. */
export function usePageTitle(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Earmark`;
  }, [title]);
  useEffect(() => {
    const busy = document.activeElement !== document.body && document.activeElement?.closest("main");
    if (!first && !busy) heading.current?.focus({ preventScroll: true });
    first = false;
  }, []);
  return heading;
}
