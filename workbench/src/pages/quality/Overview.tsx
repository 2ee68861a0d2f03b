import { scaleOver } from "../../domain/estimate";
import { Link } from "../../app/Link";
import { Estimate } from "../../ui/Estimate";
import { Progress } from "../../ui/Progress";
import { addressOf } from "./address";
import type { MeasuredTask } from "./calls";
import { text } from "./text";
import styles from "./Quality.module.css";

/** Every task with its agreement, on one scale. */
export function Overview({ project, tasks, chosen }: { project: string; tasks: readonly MeasuredTask[]; chosen: string }) {
  const scale = scaleOver(tasks.flatMap(({ alpha, percent }) => [alpha, percent]));
  return (
    <section className="scroll">
      <table aria-label={text.tasks} className={styles.tasks}>
        <thead>
          <tr>
            <th scope="col">{text.task}</th>
            <th scope="col" title={text.alphaHint}>{text.alpha}</th>
            <th scope="col" title={text.percentHint}>{text.percent}</th>
            <th scope="col">{text.progress}</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map(({ task, alpha, percent, progress }) => (
            <tr key={task} className={task === chosen ? styles.chosen : ""}>
              <th scope="row"><Link to={addressOf(project, task)} aria-current={task === chosen || undefined} dir="auto">{task}</Link></th>
              <td><Estimate estimate={alpha} scale={scale} to={addressOf(project, task, [], true)} /></td>
              <td><Estimate estimate={percent} scale={scale} to={addressOf(project, task, [], true)} /></td>
              <td className={styles.progress}>
                <Progress done={progress.done} total={progress.items} label={text.progress} />
                <span>{text.done(progress.done, progress.items)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
