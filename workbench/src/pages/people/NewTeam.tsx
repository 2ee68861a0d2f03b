import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { makeTeam } from "../../api/projects";
import { queries } from "../../state/queries";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { about, elsewhere } from "../../ui/fieldErrors";
import { Trouble } from "../../ui/Notice";
import { text } from "./text";

/** Make a team; `onMade` gets its name. */
export function NewTeam({ project, onMade, onClose }: { project: string; onMade: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const client = useQueryClient();
  const making = useMutation({
    mutationFn: () => makeTeam(project, name.trim()),
    onSuccess: async (team) => {
      await client.invalidateQueries(queries.teams(project));
      onMade(team.name);
    },
  });
  const feet = (
    <>
      <Button onClick={onClose}>{text.cancel}</Button>
      <Button type="submit" look="main" busy={making.isPending} disabled={!name.trim()}>{text.makeTeam}</Button>
    </>
  );
  return (
    <Dialog title={text.newTeam} onClose={onClose} onSubmit={() => making.mutate()} feet={feet}>
      <TextField label={text.teamName} dir="auto" maxLength={200} required autoFocus value={name} onChange={({ target }) => setName(target.value)} error={about(making.error, "name")} />
      <Trouble error={elsewhere(making.error, "name")} />
    </Dialog>
  );
}
