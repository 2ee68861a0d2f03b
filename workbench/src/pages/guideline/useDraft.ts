import { useCallback, useEffect, useState } from "react";
import type { Content } from "../../domain/difference";

export interface Draft extends Content {
  /** The version it was begun from; 0 for none. */
  based: number;
}

export interface Drafting {
  draft: Draft | null;
  /** Whether the browser has it safe. */
  kept: boolean;
  begin: (from: Content, based: number) => void;
  edit: (change: (draft: Draft) => Content) => void;
  restore: (draft: Draft) => void;
  discard: () => void;
}

const place = (project: string) => `earmark.draft.guideline.${project}`;

/** The draft of a project's guideline, kept in this browser with every change. */
export function useDraft(project: string): Drafting {
  const [draft, setDraft] = useState(() => read(project));
  const [kept, setKept] = useState(true);
  useEffect(() => {
    // What the browser says about its store is known only after writing to it.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setKept(write(project, draft));
  }, [project, draft]);
  const begin = useCallback(({ clauses, tasks }: Content, based: number) => setDraft({ clauses, tasks, based }), []);
  const edit = useCallback((change: (draft: Draft) => Content) => {
    setDraft((now) => (now ? { ...now, ...change(now) } : now));
  }, []);
  return { draft, kept, begin, edit, restore: setDraft, discard: () => setDraft(null) };
}

function read(project: string): Draft | null {
  try {
    const found = JSON.parse(localStorage.getItem(place(project)) ?? "null") as Partial<Draft> | null;
    if (!found || !Array.isArray(found.clauses) || !Array.isArray(found.tasks)) return null;
    return { clauses: found.clauses, tasks: found.tasks, based: found.based ?? 0 };
  } catch {
    return null;
  }
}

function write(project: string, draft: Draft | null): boolean {
  try {
    if (draft) localStorage.setItem(place(project), JSON.stringify(draft));
    else localStorage.removeItem(place(project));
    return true;
  } catch {
    return false;
  }
}
