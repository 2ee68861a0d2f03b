import { useQuery } from "@tanstack/react-query";
import { bind } from "../../actions/action";
import { perform } from "../../actions/registry";
import { leave } from "../../app/actions/leave";
import { Page } from "../../app/Page";
import { queries } from "../../state/queries";
import { Button } from "../../ui/Button";
import { Trouble } from "../../ui/Notice";
import { Colours } from "./Colours";
import { Keys } from "./Keys";
import { Password } from "./Password";
import { text } from "./text";
import { Tokens } from "./Tokens";

/** What is one's own, in every project: colours, keys, password, tokens. */
export default function Me() {
  const { data, error, refetch } = useQuery(queries.me());
  const signOut = <Button onClick={() => void perform(bind(leave, () => undefined))}>{text.signOut}</Button>;
  return (
    <Page title={text.title} lead={data ? text.you(data.login, data.pseudonym) : undefined} actions={signOut} narrow>
      <Trouble error={error} again={() => void refetch()} />
      <Colours />
      {data ? <Password login={data.login} /> : null}
      <Tokens />
      <Keys />
    </Page>
  );
}
