/** Sending one file in parts, and going on where it stopped: after a lost connection, a reload, a restarted server. */

import { ApiError } from "../../api/error";
import type { Upload } from "../../api/types";

/** How far an upload is. */
export type Begun = Pick<Upload, "id" | "received">;

export interface UploadApi {
  start: (name: string, size: number) => Promise<Begun>;
  state: (id: string) => Promise<Begun>;
  part: (id: string, offset: number, part: Blob, signal: AbortSignal) => Promise<{ received: number }>;
}

export interface Sending {
  api: UploadApi;
  file: Blob;
  name: string;
  /** The upload begun earlier for the same file, if one. */
  known: string | null;
  signal: AbortSignal;
  begun: (id: string) => void;
  progress: (received: number, waiting: boolean) => void;
  /** Wait before the next try. */
  pause: (milliseconds: number) => Promise<void>;
}

export const PART = 8 * 2 ** 20;
const LONGEST_PAUSE = 30_000;

/** Send a file and return the id of its upload. Raises ApiError for a refusal; waits out a lost connection. */
export async function sendFile(sending: Sending): Promise<string> {
  const { file, signal } = sending;
  const begun = await patiently(sending, 0, () => open(sending));
  const { id } = begun;
  let { received } = begun;
  sending.begun(id);
  sending.progress(received, false);
  while (received < file.size) {
    const offset = received;
    received = await patiently(sending, offset, () => step(sending, id, offset));
    sending.progress(received, false);
    signal.throwIfAborted();
  }
  return id;
}

async function open({ api, known, name, file }: Sending): Promise<Begun> {
  if (known) {
    try {
      const found = await api.state(known);
      if (found.received <= file.size) return found;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    }
  }
  return api.start(name, file.size);
}

async function step({ api, file, signal }: Sending, id: string, offset: number): Promise<number> {
  try {
    return (await api.part(id, offset, file.slice(offset, offset + PART), signal)).received;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    // The server has more or less than we thought: it says where to go on.
    return (await api.state(id)).received;
  }
}

async function patiently<T>({ pause, progress, signal }: Sending, received: number, run: () => Promise<T>): Promise<T> {
  for (let wait = 1_000; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    signal.throwIfAborted();
    try {
      return await run();
    } catch (error) {
      if (signal.aborted || !mayPass(error)) throw error;
      progress(received, true);
      await pause(wait);
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.unreachable || error.status === 429 || error.status >= 500);
}
