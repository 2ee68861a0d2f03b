import type { Scope } from "../scope/scope";

export interface Changed {
  kind: string;
  id: string;
}

const AGAIN = 15_000;

/** Hear what changes in a project. The browser reconnects by itself and says where it stopped; where it gives up
 * (the session has ended, the server restarts), it is tried again.
 */
export function hearChanges(scope: Scope, project: string, heard: (changed: Changed) => void): void {
  const one = scope.child();
  const source = one.stream(`/api/projects/${encodeURIComponent(project)}/stream`);
  one.listen(source, "changed", ({ data }) => {
    const changed = parsed(data);
    if (changed) heard(changed);
  });
  one.listen(source, "error", () => {
    if (source.readyState !== source.CLOSED) return;
    one.dispose();
    scope.after(AGAIN, () => hearChanges(scope, project, heard));
  });
}

function parsed(text: string): Changed | null {
  try {
    const value = JSON.parse(text) as Partial<Changed>;
    return typeof value.kind === "string" ? { kind: value.kind, id: String(value.id ?? "") } : null;
  } catch {
    return null;
  }
}
