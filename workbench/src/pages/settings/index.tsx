import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changeProject } from "../../api/projects";
import type { Project } from "../../api/types";
import { go } from "../../app/location";
import { Page } from "../../app/Page";
import type { PageProps } from "../../app/routes";
import { queries } from "../../state/queries";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import { SettingsForm } from "./SettingsForm";
import { text } from "./text";

export default function Settings({ params }: PageProps) {
  const { data, error, isPending, refetch } = useQuery(queries.project(params["project"] ?? ""));
  return (
    <Page title={text.title} narrow>
      <Trouble error={error} again={() => void refetch()} />
      {isPending ? <Waiting what={text.loading} /> : null}
      {data ? <SettingsForm project={data} /> : null}
      {data ? <Archive project={data} /> : null}
    </Page>
  );
}

function Archive({ project: { id, name } }: { project: Project }) {
  const client = useQueryClient();
  const put = async (archived: boolean) => {
    await changeProject(id, { archived });
    await client.invalidateQueries(queries.projects());
  };
  const archiving = useMutation({
    mutationFn: () => put(true),
    onSuccess: () => {
      go("/projects");
      tell(text.archived(name), { undo: { what: text.archiveBack, run: () => put(false) } });
    },
  });
  return (
    <section className="panel">
      <h2>{text.archive}</h2>
      <p>{text.archiveHow}</p>
      <Trouble error={archiving.error} />
      <Button look="danger" busy={archiving.isPending} onClick={() => archiving.mutate()}>{text.archiveIt}</Button>
    </section>
  );
}
