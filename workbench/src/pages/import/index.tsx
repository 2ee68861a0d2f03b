import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { previewImport, startImport } from "../../api/imports";
import type { ImportOptions } from "../../api/types";
import { Page } from "../../app/Page";
import type { PageProps } from "../../app/routes";
import { dropped } from "../../domain/dropped";
import { queries, running } from "../../state/queries";
import { useStore } from "../../state/store";
import { tell } from "../../state/toasts";
import { Button } from "../../ui/Button";
import { Notice, Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import { DropZone } from "./DropZone";
import { FileList } from "./FileList";
import { ImportJob } from "./ImportJob";
import { Options } from "./Options";
import { Recognised } from "./Recognised";
import { text } from "./text";
import { uploadsOf } from "./open";
import { settled, type Uploads } from "./uploads";
import styles from "./Import.module.css";

const PLAIN: ImportOptions = { label: "turns", speakers: [], columns: {} };

/** Files in, a look at what was recognised, then the import as a job that can be cancelled. */
export default function Import({ params }: PageProps) {
  const project = params["project"] ?? "";
  const [started, setStarted] = useState<string | null>(null);
  const [left, setLeft] = useState<string | null>(null);
  const jobs = useQuery(queries.jobs(project));
  const going = jobs.data?.find((job) => job.kind.startsWith("import") && running(job.state))?.id ?? null;
  const job = started ?? (going === left ? null : going);
  const anew = () => {
    setLeft(job);
    setStarted(null);
  };
  return (
    <Page title={text.title} lead={job ? undefined : text.lead}>
      {job ? <ImportJob id={job} project={project} onAnew={anew} /> : <Choosing project={project} onStarted={setStarted} />}
    </Page>
  );
}

function Choosing({ project, onStarted }: { project: string; onStarted: (job: string) => void }) {
  const uploads = useUploads(project);
  const all = useStore(uploads.all);
  const [options, setOptions] = useState(PLAIN);
  const [folder, setFolder] = useState("");
  const client = useQueryClient();
  const ids = all.flatMap(({ state, id }) => (state === "there" && id ? [id] : []));
  const ready = ids.length > 0 && settled(all);
  const preview = useQuery({
    queryKey: ["project", project, "preview", ids, options],
    queryFn: ({ signal }) => previewImport(project, ids, options, signal),
    enabled: ready, placeholderData: keepPreviousData, staleTime: Infinity, gcTime: 0,
  });
  const starting = useMutation({
    mutationFn: () => startImport(project, ids, options, folder.trim()),
    onSuccess: (job) => {
      uploads.clear(false);
      void client.invalidateQueries(queries.jobs(project));
      onStarted(job);
    },
  });
  const over = () => {
    uploads.clear(true);
    setOptions(PLAIN);
    tell(text.overDone);
  };
  const seen = ready ? preview.data : undefined;
  return (
    <>
      <DropZone small={all.length > 0} onFiles={(files) => uploads.add(files)} />
      {all.length > 0 ? <FileList all={all} uploads={uploads} /> : null}
      {ready && preview.isPending ? <Waiting what={text.reading} /> : null}
      {ready ? <Trouble error={preview.error} again={() => void preview.refetch()} /> : null}
      {seen ? (
        <>
          <Recognised preview={seen} columns={options.columns} onColumns={(columns) => setOptions({ ...options, columns })} />
          <Options options={options} speakers={seen.speakers ?? []} folder={folder} onOptions={setOptions} onFolder={setFolder} />
          {seen.items === 0 ? <Notice tone="warn">{text.nothing}</Notice> : null}
          <Trouble error={starting.error} />
          <div className={styles.foot}>
            <p aria-live="polite">{text.result(seen.conversations, seen.items)}</p>
            <div className="row">
              <Button onClick={over}>{text.over}</Button>
              <Button look="main" busy={starting.isPending} disabled={seen.items === 0 || preview.isFetching} onClick={() => starting.mutate()}>{text.start}</Button>
            </div>
          </div>
        </>
      ) : null}
    </>
  );
}

/** The files of this page; those dropped on the project's card come along. */
function useUploads(project: string): Uploads {
  const uploads = useMemo(() => uploadsOf(project), [project]);
  const waiting = useStore(dropped);
  useEffect(() => {
    if (waiting?.project !== project) return;
    dropped.set(null);
    uploads.add(waiting.files);
  }, [waiting, project, uploads]);
  return uploads;
}
