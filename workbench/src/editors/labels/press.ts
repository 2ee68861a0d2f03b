import type { Undo } from "../../actions/action";
import type { Task } from "../../api/types";
import { choose, isAnswered } from "../../domain/answers";
import { shown } from "../../domain/labels";
import type { Answering } from "../answering/answering";
import { text } from "../answering/text";

/** Choose a label of a task, as its key or a click does; then the next open task is active. */
export function pressLabel(answering: Answering, task: Task, label: string): Undo | null {
  const draft = answering.draft(task);
  if (draft.shape !== "choice") return null;
  const labels = choose(task, draft.labels, label);
  const named = task.labels.find(({ id }) => id === label);
  const undo = answering.change(task, { shape: "choice", labels }, text.chosen(named ? shown(named) : label));
  answering.active.set(task.name);
  if (task.kind !== "categories" && isAnswered({ shape: "choice", labels })) answering.goOn();
  return undo;
}
