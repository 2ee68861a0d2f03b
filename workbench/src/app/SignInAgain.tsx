import { useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { recoverWith } from "../api/client";
import { currentSession, signIn } from "../api/session";
import { sentence } from "../api/error";
import type { Session } from "../api/types";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { text } from "./text";

type Answer = (signedIn: boolean) => void;

/** Asks for the password when the session has ended, over the page, so that nothing on it is lost.
 *
 * `ended`: it was found out without a request of the page, such as when one comes back to the tab.
 * Every request that was refused waits, and is sent again afterwards. Somebody else signing in gets a fresh page.
 */
export function SignInAgain({ session, ended }: { session: Session; ended: boolean }) {
  const [isPutOff, putOff] = useState(false);
  const [waiting, setWaiting] = useState<Answer[]>([]);
  const client = useQueryClient();
  const { id, login } = session.user;

  useEffect(() => {
    const samePerson = async () => {
      const now = await currentSession().catch(() => null);
      if (now && now.user.id !== id) window.location.reload();
      return now?.user.id === id;
    };
    recoverWith({
      signInAgain: async () => (await samePerson()) || new Promise((answer) => setWaiting((now) => [...now, answer])),
      renewCsrf: samePerson,
    });
    return () => recoverWith(null);
  }, [id]);

  if (waiting.length === 0 && (!ended || isPutOff)) return null;
  const finish = (signedIn: boolean) => {
    putOff(!signedIn);
    for (const answer of waiting) answer(signedIn);
    setWaiting([]);
    if (signedIn) void client.invalidateQueries();
  };
  return <PasswordAgain login={login} onDone={() => finish(true)} onClose={() => finish(false)} />;
}

function PasswordAgain({ login, onDone, onClose }: { login: string; onDone: () => void; onClose: () => void }) {
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    try {
      await signIn(login, password);
      onDone();
    } catch (problem) {
      setError(sentence(problem));
      setBusy(false);
    }
  };
  const feet = (
    <>
      <Button look="quiet" onClick={() => window.location.assign("/sign-in")}>{text.againOther}</Button>
      <Button type="submit" look="main" busy={busy}>{text.signIn}</Button>
    </>
  );
  return (
    <Dialog title={text.again} onClose={onClose} onSubmit={() => void submit()} feet={feet}>
      <p>{text.againWhy}</p>
      <input type="text" name="username" value={login} autoComplete="username" readOnly hidden />
      <TextField
        label={`${text.password} (${login})`} type="password" autoComplete="current-password" required autoFocus
        value={password} onChange={(event) => setPassword(event.target.value)} error={error}
      />
    </Dialog>
  );
}
