import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { revokeToken } from "../../api/session";
import type { ApiToken } from "../../api/types";
import { day } from "../../domain/figures";
import { queries } from "../../state/queries";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Trouble } from "../../ui/Notice";
import { NewToken } from "./NewToken";
import { text } from "./text";
import styles from "./Me.module.css";

export function Tokens() {
  const [making, make] = useState(false);
  const { data, error, refetch } = useQuery(queries.tokens());
  return (
    <section className={styles.section}>
      <h2>{text.tokens}</h2>
      <p className="muted">{text.tokensHow}</p>
      <Trouble error={error} again={() => void refetch()} />
      {data?.length === 0 ? <p>{text.noTokens}</p> : null}
      {data && data.length > 0 ? (
        <table><tbody>{data.map((token) => <TokenRow key={token.id} token={token} />)}</tbody></table>
      ) : null}
      <Button onClick={() => make(true)}>{text.makeToken}</Button>
      {making ? <NewToken onClose={() => make(false)} /> : null}
    </section>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const [asking, ask] = useState(false);
  const client = useQueryClient();
  const projects = useQuery(queries.projects()).data ?? [];
  const revoking = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => {
      ask(false);
      tell(text.revoked(token.name));
      return client.invalidateQueries(queries.tokens());
    },
  });
  const where = token.project_id === null ? text.everywhere : (projects.find(({ id }) => id === token.project_id)?.name ?? token.project_id);
  return (
    <tr>
      <td><strong dir="auto">{token.name}</strong></td>
      <td>{token.scopes.map((scope) => text.scopes[scope]).join(", ")}</td>
      <td dir="auto">{where}</td>
      <td>{token.expires_at ? text.until(day(token.expires_at)) : text.forEver}</td>
      <td className="number">
        <Button small look="quiet" aria-label={text.revokeOf(token.name)} onClick={() => ask(true)}>{text.revoke}</Button>
        {asking ? (
          <Dialog
            title={text.revokeTitle(token.name)} onClose={() => ask(false)}
            feet={<><Button onClick={() => ask(false)}>{text.cancel}</Button><Button look="danger" busy={revoking.isPending} onClick={() => revoking.mutate()}>{text.revoke}</Button></>}
          >
            <p>{text.revokeHow}</p>
            <Trouble error={revoking.error} />
          </Dialog>
        ) : null}
      </td>
    </tr>
  );
}
