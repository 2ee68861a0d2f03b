import { Uploads } from "./uploads";

const open = new Map<string, Uploads>();

/** The uploads of a project: they go on while one looks at other pages. */
export function uploadsOf(project: string): Uploads {
  const found = open.get(project);
  if (found) return found;
  const made = new Uploads(project);
  open.set(project, made);
  return made;
}
