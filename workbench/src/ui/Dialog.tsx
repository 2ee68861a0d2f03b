import { useEffect, useId, useRef, type FormEvent, type ReactNode } from "react";
import styles from "./Dialog.module.css";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot, the main one last. */
  feet?: ReactNode;
  /** The whole dialog is a form that Enter submits. */
  onSubmit?: () => void;
  wide?: boolean;
}

/** A dialog: the browser keeps the focus inside, closes it on Escape, and gives the focus back afterwards. */
export function Dialog({ title, onClose, children, feet, onSubmit, wide = false }: Props) {
  const ref = useModal();
  const id = useId();
  const inside = (
    <>
      <h2 id={id}>{title}</h2>
      {children}
      {feet ? <div className={styles.feet}>{feet}</div> : null}
    </>
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <dialog ref={ref} className={`${styles.dialog} ${wide ? styles.wide : ""}`} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }}>
      {onSubmit ? <form className={styles.inside} onSubmit={submit} noValidate>{inside}</form> : <div className={styles.inside}>{inside}</div>}
    </dialog>
  );
}

/** Open a dialog element as long as the component is there. */
export function useModal() {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    // What takes the focus may stand at the end: a long dialog is read from its beginning all the same.
    dialog?.scrollTo(0, 0);
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return ref;
}
