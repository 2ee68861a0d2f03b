import { useState, type DragEvent } from "react";
import type { Project } from "../../api/types";
import { buttonClass } from "../../ui/Button";
import { Link } from "../../app/Link";
import { go } from "../../app/location";
import { tabsOf } from "../../app/routes";
import { percent } from "../../domain/figures";
import { carriesFiles, takeDropped } from "../../domain/dropped";
import { Progress } from "../../ui/Progress";
import type { Scale } from "../../domain/estimate";
import { Axes } from "./Axes";
import type { Measured } from "./useMeasured";
import { text } from "./text";
import styles from "./Projects.module.css";

/** A project at a glance. Files dropped on it go to its import page. */
export function ProjectCard({ project, quality, scale }: { project: Project; quality: Measured; scale: Scale }) {
  const { id, name, role, counts } = project;
  const [over, setOver] = useState(false);
  const importing = tabsOf(id, role).find((tab) => tab.name === "import")?.to;
  const drag = (event: DragEvent) => {
    if (!importing || !carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    if (!importing || !carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    void takeDropped(event.dataTransfer, id);
    go(importing);
  };
  return (
    <li className={`${styles.card} ${over ? styles.over : ""}`} onDragOver={drag} onDragLeave={() => setOver(false)} onDrop={drop}>
      <div className={styles.about}>
        <div className={styles.title}>
          <h2><Link to={`/projects/${encodeURIComponent(id)}`} dir="auto">{name}</Link></h2>
          <span className="muted small">{text.role(role)}</span>
        </div>
        <div className={styles.done}>
          <Progress done={counts.done} total={counts.items || 1} label={text.progress(name)} />
          <span>{percent(counts.done, counts.items)}</span>
        </div>
        <span className="muted small">{text.counts(counts.done, counts.items, counts.answers, counts.people)}</span>
      </div>
      {counts.items === 0 && importing ? (
        <div className={styles.empty}>
          <p><strong>{text.empty}</strong></p>
          <p className="muted small">{text.emptyHow}</p>
          <Link to={importing} className={buttonClass("plain", true)}>{text.goImport}</Link>
        </div>
      ) : (
        <Axes project={project} quality={quality} scale={scale} />
      )}
    </li>
  );
}
