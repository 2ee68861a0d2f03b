import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keysOf } from "../../actions/registry";
import { useActions } from "../../actions/useActions";
import type { GuidelineVersion } from "../../api/types";
import { Page } from "../../app/Page";
import type { PageProps } from "../../app/routes";
import { difference } from "../../domain/difference";
import { cleaned, troubles } from "../../domain/guideline";
import { queries } from "../../state/queries";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import { editGuideline, publishDraft } from "./actions";
import { Drafted } from "./Drafted";
import { Publish } from "./Publish";
import { text } from "./text";
import { useDraft } from "./useDraft";
import { Versions } from "./Versions";

const ACTIONS = [editGuideline, publishDraft];
const EDITORS = new Set(["owner", "manager"]);

/** The law of the project: versions that never change, and one draft of the next. */
export default function Guideline({ params }: PageProps) {
  const project = params["project"] ?? "";
  const role = useQuery(queries.project(project)).data?.role;
  const list = useQuery(queries.guidelines(project));
  const latest = list.data?.at(-1)?.number ?? 0;
  const inForce = useQuery({ ...queries.guideline(project, latest), enabled: latest > 0 });
  const waiting = (latest > 0 && inForce.isPending) || role === undefined;
  const error = list.error ?? inForce.error;
  if (error) return <Page title={text.title}><Trouble error={error} again={() => void list.refetch()} /></Page>;
  if (waiting || !list.data) return <Page title={text.title}><Waiting what={text.loading} /></Page>;
  return <Known project={project} mayEdit={EDITORS.has(role)} rows={list.data} inForce={inForce.data ?? null} />;
}

interface KnownProps {
  project: string;
  mayEdit: boolean;
  rows: Parameters<typeof Versions>[0]["rows"];
  inForce: GuidelineVersion | null;
}

function Known({ project, mayEdit, rows, inForce }: KnownProps) {
  const drafting = useDraft(project);
  const { draft } = drafting;
  const [editing, setEditing] = useState(mayEdit && draft !== null);
  const [publishing, setPublishing] = useState(false);
  const ready = draft !== null && troubles(draft).length === 0 && (!inForce || difference(inForce, cleaned(draft)).length > 0);
  const edit = () => {
    if (!draft) drafting.begin(inForce ?? { clauses: [], tasks: [] }, inForce?.number ?? 0);
    setEditing(true);
  };
  useActions(ACTIONS, { mayEdit, editing, ready, edit, publish: () => setPublishing(true) });
  const published = () => {
    setPublishing(false);
    setEditing(false);
    drafting.discard();
  };
  if (editing && draft) {
    return (
      <>
        <Drafted draft={draft} drafting={drafting} inForce={inForce} ready={ready} onPublish={() => setPublishing(true)} onLeave={() => setEditing(false)} />
        {publishing ? <Publish project={project} draft={draft} published={inForce} onClose={() => setPublishing(false)} onPublished={published} /> : null}
      </>
    );
  }
  const first = rows.length === 0;
  const said = draft ? text.goOn : first ? text.begin : text.edit;
  const begin = mayEdit ? <Button look={first ? "main" : "plain"} hotkey={keysOf(editGuideline)[0]} onClick={edit}>{said}</Button> : null;
  if (!first) return <Page title={text.title} actions={begin}><Versions project={project} rows={rows} /></Page>;
  return (
    <Page title={text.title}>
      <Empty title={text.none}>
        <p>{mayEdit ? text.noneEditor : text.noneReader}</p>
        {begin}
      </Empty>
    </Page>
  );
}
