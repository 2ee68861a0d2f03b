import { useQueryClient } from "@tanstack/react-query";
import { sentence } from "../../api/error";
import { changePerson, removePerson } from "../../api/projects";
import type { Person, Role } from "../../api/types";
import { queries } from "../../state/queries";
import { tell } from "../../state/toasts";
import { remember } from "../../state/undo";
import { text } from "./text";

/** Changing a person's role or team, with a way back; and taking somebody out. */
export function useChanges(project: string) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries(queries.people(project));

  const change = async (person: Person, to: { role?: Role; team?: string | null }, said: string, back: string) => {
    const before = to.role ? { role: person.role } : { team: person.team };
    try {
      await changePerson(project, person.id, to);
      const undo = {
        what: back,
        run: async () => {
          await changePerson(project, person.id, before);
          await refresh();
        },
      };
      remember(undo);
      tell(said, { undo });
    } catch (error) {
      tell(sentence(error), { tone: "bad" });
    }
    await refresh();
  };

  return {
    role: (person: Person, role: Role) => change(person, { role }, text.changedRole(person.name, text.roles[role][0].toLowerCase()), text.roleBack(person.name)),
    team: (person: Person, team: string | null) => change(person, { team }, text.changedTeam(person.name, team), text.teamBack(person.name)),
    remove: async (person: Person) => {
      try {
        await removePerson(project, person.id);
        tell(text.removed(person.name));
      } catch (error) {
        tell(sentence(error), { tone: "bad" });
      }
      await refresh();
    },
  };
}
