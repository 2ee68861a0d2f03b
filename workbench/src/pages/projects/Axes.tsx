import type { Project } from "../../api/types";
import { tabsOf } from "../../app/routes";
import { axesOf, type Axis } from "../../domain/axes";
import type { Scale } from "../../domain/estimate";
import { Estimate } from "../../ui/Estimate";
import { text } from "./text";
import type { Measured } from "./useMeasured";
import styles from "./Projects.module.css";

/** The three axes of a project as interval bars; all projects share one scale. A click leads to the items behind it. */
export function Axes({ project, quality, scale }: { project: Project; quality: Measured; scale: Scale }) {
  const qualityPage = tabsOf(project.id, project.role).find((tab) => tab.name === "quality")?.to;
  return (
    <dl className={styles.axes}>
      {axesOf(project, quality?.data).map((axis) => (
        <OneAxis key={axis.name} axis={axis} scale={scale} to={qualityPage} instead={axis.name === "consistency" ? insteadOf(quality) : null} />
      ))}
    </dl>
  );
}

function insteadOf(quality: Measured): string | null {
  if (!quality) return text.notForYou;
  if (quality.isLoading) return text.measuring;
  return quality.isError ? text.failed : null;
}

function OneAxis({ axis, scale, to, instead }: { axis: Axis; scale: Scale; to: string | undefined; instead: string | null }) {
  const why = instead ?? axis.notMeasured;
  return (
    <>
      <dt>{text.axes[axis.name]}</dt>
      <dd>
        {why ? <span className={styles.why}>{why}</span> : null}
        {why ? null : axis.measured.map(({ task, estimate }) => (
          <span key={task} className={styles.measure}>
            <span className={styles.task} dir="auto" title={task}>{task}</span>
            <Estimate estimate={estimate} scale={scale} {...(to ? { to: `${to}?task=${encodeURIComponent(task)}` } : {})} />
          </span>
        ))}
      </dd>
    </>
  );
}
