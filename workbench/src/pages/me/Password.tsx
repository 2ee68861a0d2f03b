import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { changePassword } from "../../api/session";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { about, elsewhere } from "../../ui/fieldErrors";
import { Trouble } from "../../ui/Notice";
import { text } from "./text";
import styles from "./Me.module.css";

export function Password({ login }: { login: string }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const changing = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      tell(text.passwordSaved, { tone: "good" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    changing.mutate();
  };
  return (
    <section className={styles.section}>
      <h2>{text.password}</h2>
      <form className={styles.narrow} onSubmit={submit}>
        <input type="text" name="username" value={login} autoComplete="username" readOnly hidden />
        <TextField label={text.current} type="password" autoComplete="current-password" required value={current} onChange={({ target }) => setCurrent(target.value)} error={about(changing.error, "current")} />
        <TextField label={text.next} hint={text.nextHint} type="password" autoComplete="new-password" required minLength={10} value={next} onChange={({ target }) => setNext(target.value)} error={about(changing.error, "new")} />
        <Trouble error={elsewhere(changing.error, "current", "new")} />
        <div><Button type="submit" busy={changing.isPending} disabled={!current || !next}>{text.passwordSave}</Button></div>
      </form>
    </section>
  );
}
