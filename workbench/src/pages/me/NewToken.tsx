import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { makeToken } from "../../api/session";
import type { Scopes } from "../../api/types";
import { queries } from "../../state/queries";
import { Button } from "../../ui/Button";
import { CopyLine } from "../../ui/CopyLine";
import { Dialog } from "../../ui/Dialog";
import { SelectField, TextField, TickField } from "../../ui/Field";
import { about, elsewhere } from "../../ui/fieldErrors";
import { Trouble } from "../../ui/Notice";
import { text } from "./text";
import styles from "./Me.module.css";

const SCOPES: readonly Scopes[] = ["read", "label", "review", "manage"];
const DAYS = [30, 90, 365];

/** Make a token, then show it: this once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scopes[]>(["read"]);
  const [project, setProject] = useState("");
  const [days, setDays] = useState(90);
  const client = useQueryClient();
  const projects = useQuery(queries.projects()).data ?? [];
  const making = useMutation({
    mutationFn: () => makeToken({ name: name.trim(), scopes, project_id: project || null, days: days || null }),
    onSuccess: () => client.invalidateQueries(queries.tokens()),
  });
  if (making.data) {
    return (
      <Dialog title={text.tokenShown} onClose={onClose} feet={<Button onClick={onClose}>{text.done}</Button>}>
        <p>{text.tokenShownHow}</p>
        <CopyLine label={text.token} value={making.data.token} />
      </Dialog>
    );
  }
  const toggle = (scope: Scopes, on: boolean) => setScopes((now) => SCOPES.filter((one) => (one === scope ? on : now.includes(one))));
  const feet = (
    <>
      <Button onClick={onClose}>{text.cancel}</Button>
      <Button type="submit" look="main" busy={making.isPending} disabled={!name.trim() || scopes.length === 0}>{text.makeIt}</Button>
    </>
  );
  return (
    <Dialog title={text.makeToken} onClose={onClose} onSubmit={() => making.mutate()} feet={feet}>
      <TextField label={text.tokenName} placeholder={text.tokenNameHint} dir="auto" maxLength={200} required autoFocus value={name} onChange={({ target }) => setName(target.value)} error={about(making.error, "name")} />
      <fieldset>
        <legend>{text.tokenScopes}</legend>
        <div className={styles.scopes}>
          {SCOPES.map((scope) => <TickField key={scope} label={text.scopes[scope]} checked={scopes.includes(scope)} onChange={({ target }) => toggle(scope, target.checked)} />)}
        </div>
      </fieldset>
      <SelectField label={text.tokenProject} choices={[{ value: "", label: text.everywhere }, ...projects.map(({ id, name: shown }) => ({ value: id, label: shown }))]} value={project} onChange={({ target }) => setProject(target.value)} />
      <SelectField label={text.tokenDays} choices={[...DAYS.map((one) => ({ value: String(one), label: text.days[one] ?? String(one) })), { value: "0", label: text.forEver }]} value={String(days)} onChange={({ target }) => setDays(Number(target.value))} />
      <Trouble error={elsewhere(making.error, "name")} />
    </Dialog>
  );
}
