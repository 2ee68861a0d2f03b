import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { join } from "../../api/session";
import { go, place } from "../../app/location";
import { usePageTitle } from "../../app/Page";
import type { PageProps } from "../../app/routes";
import { queries } from "../../state/queries";
import { Button } from "../../ui/Button";
import { Entrance } from "../../ui/Entrance";
import { TextField } from "../../ui/Field";
import { Notice, Trouble } from "../../ui/Notice";
import { text } from "./text";

const SHORTEST = 10;

/** The first password of an invited person, by the link that works once. The token follows the # and so is in no log. */
export default function Join({ params }: PageProps) {
  const [token] = useState(() => params["token"] ?? place.get().hash.slice(1));
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const client = useQueryClient();
  const heading = usePageTitle(text.title);
  const joining = useMutation({
    mutationFn: () => join(token, password),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(queries.session().queryKey, session);
      go("/projects", { replace: true });
    },
  });
  const missing = SHORTEST - [...password].length;
  const tooShort = missing > 0 ? text.short(missing) : null;
  const differ = password === again ? null : text.differ;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!tooShort && !differ) joining.mutate();
  };
  return (
    <Entrance>
      <div>
        <h1 ref={heading} tabIndex={-1}>{text.title}</h1>
        {token ? <p className="muted">{text.lead}</p> : null}
      </div>
      {token ? (
        <form className="stack" onSubmit={submit} noValidate>
          <TextField label={text.password} type="password" autoComplete="new-password" autoFocus hint={text.hint} error={tried ? tooShort : null} value={password} onChange={(event) => setPassword(event.target.value)} />
          <TextField label={text.again} type="password" autoComplete="new-password" error={tried && !tooShort ? differ : null} value={again} onChange={(event) => setAgain(event.target.value)} />
          <Trouble error={joining.error} />
          <Button type="submit" look="main" busy={joining.isPending}>{text.submit}</Button>
        </form>
      ) : (
        <Notice tone="bad" title={text.noToken}>{text.noTokenWhy}</Notice>
      )}
    </Entrance>
  );
}
