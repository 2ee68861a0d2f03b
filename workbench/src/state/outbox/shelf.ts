/** Where the browser keeps things over a reload and a closed tab. */

export type Kind = "entries" | "drafts";

export interface Shelf {
  /** Everything of a kind. */
  read(kind: Kind): Promise<unknown[]>;
  /** Resolves once it is safe on the disk, as far as the browser tells; rejects when it could not be kept. */
  put(kind: Kind, key: string, value: unknown): Promise<void>;
  remove(kind: Kind, key: string): Promise<void>;
}

/** A shelf made of several: each thing goes on the first that takes it. */
export function firstOf(shelves: readonly Shelf[]): Shelf {
  return {
    async read(kind) {
      const all = await Promise.all(shelves.map((shelf) => shelf.read(kind).catch(() => [])));
      return all.flat();
    },
    async put(kind, key, value) {
      let problem: unknown = new Error("this browser keeps nothing");
      for (const [index, shelf] of shelves.entries()) {
        try {
          await shelf.put(kind, key, value);
          // An older copy on another shelf would come back after a reload.
          await Promise.all(shelves.filter((_, other) => other !== index).map((other) => other.remove(kind, key).catch(() => undefined)));
          return;
        } catch (error) {
          problem = error;
        }
      }
      throw problem;
    },
    async remove(kind, key) {
      const done = await Promise.allSettled(shelves.map((shelf) => shelf.remove(kind, key)));
      if (done.every(({ status }) => status === "rejected")) throw new Error("nothing could be removed");
    },
  };
}

/** The browser's small store: when the large one is missing (private windows) or full. */
export function inLocalStorage(store: Storage): Shelf {
  const name = (kind: Kind, key: string) => `earmark.${kind}.${key}`;
  return {
    read: async (kind) => {
      const prefix = name(kind, "");
      const keys = Array.from({ length: store.length }, (_, index) => store.key(index) ?? "").filter((key) => key.startsWith(prefix));
      return keys.flatMap((key) => parsed(store.getItem(key)));
    },
    put: async (kind, key, value) => store.setItem(name(kind, key), JSON.stringify(value)),
    remove: async (kind, key) => store.removeItem(name(kind, key)),
  };
}

function parsed(text: string | null): unknown[] {
  try {
    return text === null ? [] : [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** For tests, and the last resort: gone with the page. */
export function inMemory(): Shelf & { size(kind: Kind): number } {
  const kinds: Record<Kind, Map<string, string>> = { entries: new Map(), drafts: new Map() };
  return {
    read: async (kind) => [...kinds[kind].values()].map((value) => JSON.parse(value) as unknown),
    put: async (kind, key, value) => void kinds[kind].set(key, JSON.stringify(value)),
    remove: async (kind, key) => void kinds[kind].delete(key),
    size: (kind) => kinds[kind].size,
  };
}
