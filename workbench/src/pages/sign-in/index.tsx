import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { signIn } from "../../api/session";
import { go, place } from "../../app/location";
import { usePageTitle } from "../../app/Page";
import { queries } from "../../state/queries";
import { Button } from "../../ui/Button";
import { Entrance } from "../../ui/Entrance";
import { TextField } from "../../ui/Field";
import { Trouble } from "../../ui/Notice";
import { text } from "./text";

/** Sign in; afterwards one is on the page one came for. */
export default function SignIn() {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const client = useQueryClient();
  const heading = usePageTitle(text.title);
  const entering = useMutation({
    mutationFn: () => signIn(login.trim(), password),
    onSuccess: (session) => {
      client.setQueryData(queries.session().queryKey, session);
      if (place.get().path.startsWith("/sign-in")) go("/projects", { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.mutate();
  };
  return (
    <Entrance>
      <h1 ref={heading} tabIndex={-1}>{text.title}</h1>
      <form className="stack" onSubmit={submit}>
        <TextField label={text.login} name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus value={login} onChange={(event) => setLogin(event.target.value)} />
        <TextField label={text.password} name="password" type="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
        <Trouble error={entering.error} />
        <Button type="submit" look="main" busy={entering.isPending}>{text.submit}</Button>
      </form>
      <p className="muted small">{text.forgot}</p>
    </Entrance>
  );
}
