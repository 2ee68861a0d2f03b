import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { invite } from "../../api/projects";
import type { Invited, Role, Team } from "../../api/types";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { CopyLine } from "../../ui/CopyLine";
import { Dialog } from "../../ui/Dialog";
import { SelectField, TextField } from "../../ui/Field";
import { about, elsewhere } from "../../ui/fieldErrors";
import { Trouble } from "../../ui/Notice";
import { text } from "./text";

interface Props {
  project: string;
  teams: readonly Team[];
  roles: readonly Role[];
  onClose: () => void;
}

/** Take somebody into the project; somebody new gets a link that works once. */
export function Invite({ project, teams, roles, onClose }: Props) {
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("annotator");
  const [team, setTeam] = useState("");
  const [done, setDone] = useState<Invited | null>(null);
  const client = useQueryClient();
  const inviting = useMutation({
    mutationFn: () => invite(project, { login: login.trim(), name: name.trim() || null, role, team: team || null }),
    onSuccess: (invited) => {
      void client.invalidateQueries({ queryKey: ["project", project] });
      if (invited.join_link) {
        setDone(invited);
        return;
      }
      const { name, joined } = invited.person;
      tell(joined ? text.invited(name) : text.invitedBefore(name), { tone: "good" });
      onClose();
    },
  });
  if (done?.join_link) return <JoinLink name={done.person.name} link={done.join_link} onClose={onClose} />;
  const feet = (
    <>
      <Button onClick={onClose}>{text.cancel}</Button>
      <Button type="submit" look="main" busy={inviting.isPending} disabled={!login.trim()}>{text.inviteIt}</Button>
    </>
  );
  const { error } = inviting;
  return (
    <Dialog title={text.invite} onClose={onClose} onSubmit={() => inviting.mutate()} feet={feet}>
      <TextField label={text.login} hint={text.loginHint} autoCapitalize="none" spellCheck={false} autoComplete="off" required autoFocus value={login} onChange={({ target }) => setLogin(target.value)} error={about(error, "login")} />
      <TextField label={text.name} hint={text.nameHint} dir="auto" autoComplete="off" value={name} onChange={({ target }) => setName(target.value)} error={about(error, "name")} />
      <SelectField label={text.role} hint={text.roles[role][1]} choices={roles.map((one) => ({ value: one, label: text.roles[one][0] }))} value={role} onChange={({ target }) => setRole(target.value as Role)} error={about(error, "role")} />
      {teams.length > 0 ? (
        <SelectField label={text.team} choices={[{ value: "", label: text.noTeam }, ...teams.map((one) => ({ value: one.name, label: one.name }))]} value={team} onChange={({ target }) => setTeam(target.value)} error={about(error, "team")} />
      ) : null}
      <Trouble error={elsewhere(error, "login", "name", "role", "team")} />
    </Dialog>
  );
}

function JoinLink({ name, link, onClose }: { name: string; link: string; onClose: () => void }) {
  return (
    <Dialog title={text.linkTitle(name)} onClose={onClose} feet={<Button onClick={onClose}>{text.done}</Button>}>
      <p>{text.linkHow}</p>
      <CopyLine label={text.link} value={link} />
    </Dialog>
  );
}
