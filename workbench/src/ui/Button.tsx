import type { ButtonHTMLAttributes, Ref } from "react";
import { forReaders } from "../actions/keys";
import { Kbd } from "./Kbd";
import styles from "./Button.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** main: the one thing this page is for · danger: cannot be taken back · quiet: beside text. */
  look?: "plain" | "main" | "danger" | "quiet";
  small?: boolean;
  /** A key that does the same, drawn on the button. */
  hotkey?: string | undefined;
  /** While true it cannot be pressed again, and says so. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", small = false, hotkey, busy = false, className, children, disabled, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(look, small, className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      aria-keyshortcuts={hotkey ? forReaders(hotkey) : undefined}
    >
      {children}
      {hotkey ? <Kbd spec={hotkey} /> : null}
    </button>
  );
}

/** The classes of a button, for a link that looks like one. */
export function buttonClass(look: NonNullable<Props["look"]> = "plain", small = false, more?: string): string {
  return [styles.button, look === "plain" ? "" : styles[look], small ? styles.small : "", more ?? ""].filter(Boolean).join(" ");
}
