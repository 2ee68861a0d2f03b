/** Which upload belongs to which file, so that the same file chosen again after a reload goes on where it stopped. */

import type { Chosen } from "../../domain/dropped";

const MOST = 2_000;

const place = (project: string) => `earmark.uploads.${project}`;
const print = ({ path, file }: Chosen) => `${path}|${file.size}|${file.lastModified}`;

export function knownUpload(project: string, chosen: Chosen): string | null {
  return read(project)[print(chosen)] ?? null;
}

export function rememberUpload(project: string, chosen: Chosen, id: string): void {
  const entries = Object.entries({ ...read(project), [print(chosen)]: id });
  write(project, Object.fromEntries(entries.slice(-MOST)));
}

export function forgetUpload(project: string, chosen: Chosen): void {
  const known = read(project);
  const gone = print(chosen);
  if (gone in known) write(project, Object.fromEntries(Object.entries(known).filter(([key]) => key !== gone)));
}

function read(project: string): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(place(project)) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function write(project: string, known: Record<string, string>): void {
  try {
    if (Object.keys(known).length === 0) localStorage.removeItem(place(project));
    else localStorage.setItem(place(project), JSON.stringify(known));
  } catch {
    // Without the store a reload begins the upload anew; nothing else depends on it.
  }
}
