/** Files dropped on a page, folders opened; kept until the import page takes them. */

import type { Scope } from "../scope/scope";
import { createStore } from "../state/store";

export interface Chosen {
  /** With the folders it came in: "calls/2026/a.wav". */
  path: string;
  file: File;
}

/** What was dropped on a project elsewhere and has not been taken yet. */
export const dropped = createStore<{ project: string; files: Chosen[] } | null>(null);

/** Files dropped anywhere never open in place of the page, which would throw away what is on it. */
export function guardDrops(scope: Scope, page: Document): void {
  for (const type of ["dragover", "drop"] as const) {
    scope.listen(page, type, (event) => {
      if (event.dataTransfer && carriesFiles(event.dataTransfer)) event.preventDefault();
    });
  }
}

export function carriesFiles(transfer: DataTransfer): boolean {
  return transfer.types.includes("Files");
}

/** Keep what was dropped for the import page of a project. */
export async function takeDropped(transfer: DataTransfer, project: string): Promise<void> {
  dropped.set({ project, files: await filesOf(transfer) });
}

/** Return every file that was dropped, those in folders too, in the order of their paths.
 *
 * Must be called in the event itself: afterwards the browser has emptied the transfer.
 */
export async function filesOf(transfer: DataTransfer): Promise<Chosen[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const loose = entries.length > 0 ? [] : [...transfer.files].map((file) => ({ path: file.name, file }));
  const found = (await Promise.all(entries.map((entry) => walk(entry, "")))).flat();
  return sorted([...loose, ...found]);
}

/** Return the files chosen with a file or folder field. */
export function filesIn(list: FileList | null): Chosen[] {
  return sorted([...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

function sorted(files: Chosen[]): Chosen[] {
  return files.filter(({ path }) => !isHidden(path)).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** What systems leave in folders (".DS_Store", "Thumbs.db") is nothing anybody wants to label. */
export function isHidden(path: string): boolean {
  const name = path.split("/").at(-1) ?? "";
  return name.startsWith(".") || name === "Thumbs.db" || name === "desktop.ini";
}

async function walk(entry: FileSystemEntry, folder: string): Promise<Chosen[]> {
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((found, failed) => (entry as FileSystemFileEntry).file(found, failed));
    return [{ path, file }];
  }
  const inside: Chosen[] = [];
  for await (const child of children(entry as FileSystemDirectoryEntry)) inside.push(...(await walk(child, `${path}/`)));
  return inside;
}

async function* children(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  // The browser hands out a hundred at a time, until it hands out none.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((found, failed) => reader.readEntries(found, failed));
    if (some.length === 0) return;
    yield* some;
  }
}
