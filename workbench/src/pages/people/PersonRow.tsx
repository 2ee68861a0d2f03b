import { useState } from "react";
import type { Person, Role, Team } from "../../api/types";
import { day } from "../../domain/figures";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { text } from "./text";
import styles from "./People.module.css";

interface Props {
  person: Person;
  isMe: boolean;
  /** One of those a demo is made with: nobody will ever join for them. */
  isSimulated: boolean;
  teams: readonly Team[];
  roles: readonly Role[];
  onRole: (role: Role) => void;
  onTeam: (team: string | null) => void;
  onNewTeam: () => void;
  onRemove: () => void;
}

const NEW = "\n";

export function PersonRow({ person, isMe, isSimulated, teams, roles, onRole, onTeam, onNewTeam, onRemove }: Props) {
  const [asking, ask] = useState(false);
  const { name, login, pseudonym, role, team, since } = person;
  const mayChange = roles.includes(role);
  const state = person.disabled ? text.disabled : person.joined || isSimulated ? "" : text.notJoined;
  return (
    <tr>
      <td>
        <div className={styles.name}><bdi>{name}</bdi>{isMe ? <span className="muted"> ({text.you})</span> : null}</div>
        <div className="muted small">{login}{state ? ` · ${state}` : ""}</div>
      </td>
      <td><code>{pseudonym}</code></td>
      <td>
        {mayChange ? (
          <select aria-label={text.roleOf(name)} value={role} onChange={({ target }) => onRole(target.value as Role)}>
            {roles.map((one) => <option key={one} value={one}>{text.roles[one][0]}</option>)}
          </select>
        ) : text.roles[role][0]}
      </td>
      <td>
        <select aria-label={text.teamOf(name)} value={team ?? ""} onChange={({ target }) => (target.value === NEW ? onNewTeam() : onTeam(target.value || null))}>
          <option value="">{text.noTeam}</option>
          {teams.map((one) => <option key={one.id} value={one.name}>{one.name}</option>)}
          <option value={NEW}>{text.newTeam}</option>
        </select>
      </td>
      <td className="number">{day(since)}</td>
      <td className="number">
        {mayChange ? <Button small look="quiet" aria-label={text.removeWho(name)} onClick={() => ask(true)}>{text.remove}</Button> : null}
        {asking ? (
          <Dialog
            title={text.removeTitle(name)} onClose={() => ask(false)}
            feet={<><Button onClick={() => ask(false)}>{text.cancel}</Button><Button look="danger" onClick={() => { ask(false); onRemove(); }}>{text.remove}</Button></>}
          >
            <p>{text.removeHow}</p>
          </Dialog>
        ) : null}
      </td>
    </tr>
  );
}
