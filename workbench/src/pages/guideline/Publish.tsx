import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { publishGuideline } from "../../api/projects";
import { difference, type Content } from "../../domain/difference";
import { cleaned } from "../../domain/guideline";
import { queries } from "../../state/queries";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { about, elsewhere } from "../../ui/fieldErrors";
import { Trouble } from "../../ui/Notice";
import { Changes } from "./Changes";
import { text } from "./text";

interface Props {
  project: string;
  draft: Content;
  published: (Content & { number: number }) | null;
  onClose: () => void;
  onPublished: () => void;
}

/** The last look before a version is in force for everybody. */
export function Publish({ project, draft, published, onClose, onPublished }: Props) {
  const [name, setName] = useState("");
  const client = useQueryClient();
  const content = cleaned(draft);
  const next = (published?.number ?? 0) + 1;
  const publishing = useMutation({
    mutationFn: () => publishGuideline(project, { name: name.trim(), ...content }),
    onSuccess: async ({ number }) => {
      await client.invalidateQueries(queries.guidelines(project));
      tell(text.published(number), { tone: "good" });
      onPublished();
    },
  });
  const feet = (
    <>
      <Button onClick={onClose}>{text.cancel}</Button>
      <Button type="submit" look="main" busy={publishing.isPending} disabled={!name.trim()}>{text.publish}</Button>
    </>
  );
  return (
    <Dialog title={text.publishTitle(next)} wide onClose={onClose} onSubmit={() => publishing.mutate()} feet={feet}>
      <p className="muted">{text.publishHow}</p>
      <TextField label={text.publishName} hint={text.publishNameHint} dir="auto" maxLength={200} required autoFocus value={name} onChange={(event) => setName(event.target.value)} error={about(publishing.error, "name")} />
      {published ? <Changes changes={difference(published, content)} /> : <p>{text.allNew}</p>}
      <Trouble error={elsewhere(publishing.error, "name")} />
    </Dialog>
  );
}
