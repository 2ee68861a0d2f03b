import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useActions } from "../../actions/useActions";
import { keysOf } from "../../actions/registry";
import { Page } from "../../app/Page";
import { figure, scaleOver } from "../../domain/estimate";
import { queries } from "../../state/queries";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import { newProject } from "./actions";
import { NewProject } from "./NewProject";
import { ProjectCard } from "./ProjectCard";
import { text } from "./text";
import { useMeasured } from "./useMeasured";
import styles from "./Projects.module.css";

const ACTIONS = [newProject];

/** One's projects: how far each is, and its three axes with their intervals. */
export default function Projects() {
  const [making, setMaking] = useState(false);
  const session = useQuery(queries.session()).data;
  const { data, error, isPending, refetch } = useQuery(queries.projects());
  const allowed = session?.user.is_operator ?? false;
  const open = () => setMaking(true);
  useActions(ACTIONS, { open, allowed });
  const shown = (data ?? []).filter(({ archived }) => !archived);
  const measured = useMeasured(shown);
  const scale = scaleOver(measured.flatMap((one) => one?.data?.tasks.map(({ alpha }) => alpha) ?? []));
  const button = allowed ? <Button look="main" hotkey={keysOf(newProject)[0]} onClick={open}>{text.make}</Button> : null;
  return (
    <Page title={text.title} actions={shown.length > 0 ? button : null}>
      <Trouble error={error} again={() => void refetch()} />
      {isPending ? <Waiting what={text.loading} /> : null}
      {data && shown.length === 0 ? (
        <Empty title={text.none}>
          <p>{allowed ? text.noneMaker : text.noneOther}</p>
          {button}
        </Empty>
      ) : null}
      {shown.length > 0 ? (
        <>
          <ul className={styles.list}>
            {shown.map((project, index) => <ProjectCard key={project.id} project={project} quality={measured[index] ?? null} scale={scale} />)}
          </ul>
          <p className="muted small">{text.scaleNote(figure(scale.low, 2).replace(".00", ""), figure(scale.high, 2).replace(".00", ""))}</p>
        </>
      ) : null}
      {making ? <NewProject onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}
