import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keysOf } from "../../actions/registry";
import { useActions } from "../../actions/useActions";
import type { Person, Role } from "../../api/types";
import { Page } from "../../app/Page";
import type { PageProps } from "../../app/routes";
import { queries } from "../../state/queries";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import { invitePerson } from "./actions";
import { Invite } from "./Invite";
import { NewTeam } from "./NewTeam";
import { PersonRow } from "./PersonRow";
import { text } from "./text";
import { useChanges } from "./useChanges";
import styles from "./People.module.css";

const ACTIONS = [invitePerson];
const ALL: readonly Role[] = ["owner", "manager", "reviewer", "annotator", "auditor", "client"];
/** An owner is made by an owner only. */
const MANAGED = ALL.filter((role) => role !== "owner");

/** One of those a demo is made with: the name says that they are simulated, and the operator has nothing to do there. */
function isPlaced({ name, login }: Person): boolean {
  return name.endsWith("(simulated)") || login === "operator";
}

export default function People({ params }: PageProps) {
  const project = params["project"] ?? "";
  const [inviting, setInviting] = useState(false);
  const [teamFor, setTeamFor] = useState<Person | null>(null);
  const session = useQuery(queries.session()).data;
  const me = session?.user.id;
  const role = useQuery(queries.project(project)).data?.role;
  const people = useQuery(queries.people(project));
  const teams = useQuery(queries.teams(project)).data ?? [];
  const changes = useChanges(project);
  const roles = role === "owner" ? ALL : MANAGED;
  const open = () => setInviting(true);
  useActions(ACTIONS, { open });
  const button = <Button look="main" hotkey={keysOf(invitePerson)[0]} onClick={open}>{text.invite}</Button>;
  const rows = people.data ?? [];
  return (
    <Page title={text.title} lead={text.lead} actions={button}>
      <Trouble error={people.error} again={() => void people.refetch()} />
      {people.isPending ? <Waiting what={text.loading} /> : null}
      {rows.length > 0 ? (
        <div className="scroll">
          <table className={styles.table}>
            <caption className="unseen">{text.count(rows.length)}</caption>
            <thead>
              <tr>
                <th scope="col">{text.person}</th><th scope="col">{text.pseudonym}</th><th scope="col">{text.role}</th>
                <th scope="col">{text.team}</th><th scope="col" className="number">{text.since}</th><th><span className="unseen">{text.remove}</span></th>
              </tr>
            </thead>
            <tbody>
              {rows.map((person) => (
                <PersonRow
                  key={person.id} person={person} isMe={person.id === me} isSimulated={Boolean(session?.demo) && isPlaced(person)} teams={teams} roles={roles}
                  onRole={(to) => void changes.role(person, to)} onTeam={(to) => void changes.team(person, to)}
                  onNewTeam={() => setTeamFor(person)} onRemove={() => void changes.remove(person)}
                />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {rows.length === 1 ? <Empty title={text.nobody}><p>{text.nobodyHow}</p></Empty> : null}
      <RoleList />
      {inviting ? <Invite project={project} teams={teams} roles={roles} onClose={() => setInviting(false)} /> : null}
      {teamFor ? <NewTeam project={project} onClose={() => setTeamFor(null)} onMade={(name) => { setTeamFor(null); void changes.team(teamFor, name); }} /> : null}
    </Page>
  );
}

function RoleList() {
  return (
    <dl className={styles.roles}>
      {ALL.map((role) => (
        <div key={role} className="row"><dt>{text.roles[role][0]}</dt><dd>{text.roles[role][1]}</dd></div>
      ))}
    </dl>
  );
}
