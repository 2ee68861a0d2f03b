import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { makeProject } from "../../api/projects";
import { go } from "../../app/location";
import { queries } from "../../state/queries";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { about, elsewhere } from "../../ui/fieldErrors";
import { Trouble } from "../../ui/Notice";
import { text } from "./text";

/** Make a project and go where its conversations are brought in. */
export function NewProject({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const client = useQueryClient();
  const making = useMutation({
    mutationFn: () => makeProject(name.trim()),
    onSuccess: (project) => {
      void client.invalidateQueries(queries.projects());
      tell(text.made(project.name), { tone: "good" });
      onClose();
      go(`/projects/${encodeURIComponent(project.id)}/import`);
    },
  });
  const feet = (
    <>
      <Button onClick={onClose}>{text.cancel}</Button>
      <Button type="submit" look="main" busy={making.isPending} disabled={!name.trim()}>{text.makeIt}</Button>
    </>
  );
  return (
    <Dialog title={text.make} onClose={onClose} onSubmit={() => making.mutate()} feet={feet}>
      <TextField label={text.name} hint={text.nameHint} dir="auto" maxLength={200} required autoFocus value={name} onChange={(event) => setName(event.target.value)} error={about(making.error, "name")} />
      <Trouble error={elsewhere(making.error, "name")} />
    </Dialog>
  );
}
