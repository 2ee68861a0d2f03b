import type { Kind, Shelf } from "./shelf";

const NAME = "earmark";
const KINDS: readonly Kind[] = ["entries", "drafts"];

/** The browser's database. Opened at first use; opened again when the browser has closed it. */
export function inIndexedDb(factory: IDBFactory): Shelf {
  let opened: Promise<IDBDatabase> | null = null;
  const database = () => {
    opened ??= open(factory, () => { opened = null; }).catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
  return {
    read: async (kind) => result((await database()).transaction(kind).objectStore(kind).getAll() as IDBRequest<unknown[]>),
    put: async (kind, key, value) => write(await database(), kind, (store) => store.put(value, key)),
    remove: async (kind, key) => write(await database(), kind, (store) => store.delete(key)),
  };
}

function open(factory: IDBFactory, closed: () => void): Promise<IDBDatabase> {
  return new Promise((found, failed) => {
    const request = factory.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const kind of KINDS) request.result.createObjectStore(kind);
    };
    request.onblocked = () => failed(new Error("another version of this page holds the store"));
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => { database.close(); closed(); };
      database.onclose = closed;
      found(database);
    };
  });
}

/** Resolved when the transaction is complete, not when the request is: only then it is kept. */
function write(database: IDBDatabase, kind: Kind, change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
  return new Promise((done, failed) => {
    const transaction = database.transaction(kind, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => done();
    transaction.onerror = () => failed(transaction.error);
    transaction.onabort = () => failed(transaction.error ?? new Error("the store gave up"));
    change(transaction.objectStore(kind));
  });
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((found, failed) => {
    request.onsuccess = () => found(request.result);
    request.onerror = () => failed(request.error);
  });
}
