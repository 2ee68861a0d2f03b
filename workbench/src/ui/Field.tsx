import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from "react";
import styles from "./Field.module.css";

interface Around {
  label: string;
  hint?: ReactNode;
  /** What is wrong with what was typed, in one sentence. */
  error?: string | null | undefined;
}

interface Described {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

function Around({ label, hint, error, children }: Around & { children: (described: Described) => ReactNode }) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? true : undefined })}
      {hint ? <span id={`${id}-hint`} className={styles.hint}>{hint}</span> : null}
      {error ? <p id={`${id}-error`} className={styles.error} role="alert">{error}</p> : null}
    </div>
  );
}

export function TextField({ label, hint, error, ...rest }: Around & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <Around label={label} hint={hint} error={error}>
      {(described) => <input type="text" {...rest} {...described} />}
    </Around>
  );
}

export function LongTextField({ label, hint, error, ...rest }: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Around label={label} hint={hint} error={error}>
      {(described) => <textarea rows={3} {...rest} {...described} />}
    </Around>
  );
}

interface Choice {
  value: string;
  label: string;
}

export function SelectField({ label, hint, error, choices, ...rest }: Around & SelectHTMLAttributes<HTMLSelectElement> & { choices: readonly Choice[] }) {
  return (
    <Around label={label} hint={hint} error={error}>
      {(described) => (
        <select {...rest} {...described}>
          {choices.map(({ value, label: name }) => (
            <option key={value} value={value}>{name}</option>
          ))}
        </select>
      )}
    </Around>
  );
}

export function TickField({ label, hint, ...rest }: Omit<Around, "error"> & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className={styles.tick}>
      <input {...rest} id={id} type={rest.type ?? "checkbox"} aria-describedby={hint ? `${id}-hint` : undefined} />
      <label htmlFor={id}>{label}</label>
      {hint ? <span id={`${id}-hint`} className={styles.hint}>{hint}</span> : null}
    </div>
  );
}
