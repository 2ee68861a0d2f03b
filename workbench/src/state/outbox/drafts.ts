/** The answers being given, kept on this machine with every change. */

import { createStore, type Store } from "../store";
import type { KeptDraft } from "./entry";
import type { Shelf } from "./shelf";

/** kept: what is on the page is on the disk · keeping: on its way · unkept: the browser could not keep it. */
export type DraftState = "none" | "kept" | "keeping" | "unkept";

export class DraftKeeper {
  readonly state: Store<DraftState> = createStore<DraftState>("none");
  readonly #shelf: Shelf;
  readonly #now: () => number;
  #waiting: KeptDraft | null = null;
  #writing: Promise<void> | null = null;

  constructor(shelf: Shelf, now: () => number) {
    this.#shelf = shelf;
    this.#now = now;
  }

  /** Keep a draft. While one is being written, only the latest waits. */
  keep(draft: Omit<KeptDraft, "keptAt">): void {
    this.#waiting = { ...draft, keptAt: this.#now() };
    this.state.set("keeping");
    this.#writing ??= this.#write();
  }

  /** Resolves when all that was given to `keep` is kept, or could not be. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** The draft of an assignment, the latest if there are several; null when there is none. */
  async find(assignment: string, user: string): Promise<KeptDraft | null> {
    const all: unknown[] = await this.#shelf.read("drafts").catch(() => []);
    const mine = all.filter(isDraft).filter((draft) => draft.assignment === assignment && draft.user === user);
    return mine.sort((a, b) => b.keptAt - a.keptAt)[0] ?? null;
  }

  /** Forget a draft: its submission is confirmed, or it was thrown away. */
  async forget(assignment: string): Promise<void> {
    if (this.#waiting?.assignment === assignment) this.#waiting = null;
    await this.#writing;
    await this.#shelf.remove("drafts", assignment).catch(() => undefined);
  }

  /** Nothing is being worked on. */
  rest(): void {
    this.state.set("none");
  }

  async #write(): Promise<void> {
    while (this.#waiting) {
      const draft = this.#waiting;
      this.#waiting = null;
      try {
        await this.#shelf.put("drafts", draft.assignment, draft);
        if (!this.#waiting) this.state.set("kept");
      } catch {
        this.state.set("unkept");
      }
    }
    this.#writing = null;
  }
}

function isDraft(value: unknown): value is KeptDraft {
  if (typeof value !== "object" || value === null) return false;
  const { assignment, user, answers, keptAt } = value as Partial<KeptDraft>;
  return typeof assignment === "string" && typeof user === "string" && typeof answers === "object" && typeof keptAt === "number";
}
