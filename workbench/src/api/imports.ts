import { call } from "./client";
import type { ImportOptions, ImportStarted, Job, Preview, Received, Rows, Upload } from "./types";

const at = (project: string) => `/api/projects/${encodeURIComponent(project)}`;
const PATIENT = 120_000;

export const startUpload = (project: string, name: string, size: number) =>
  call<Upload>(`${at(project)}/uploads`, { method: "POST", body: { name, size } });

export const uploadState = (id: string) => call<Upload>(`/api/uploads/${id}`);

/** Send the bytes that belong at `offset`. A 409 tells the right offset in `facts.offset`. */
export const sendPart = (id: string, offset: number, part: Blob, signal?: AbortSignal) =>
  call<Received>(`/api/uploads/${id}`, {
    method: "PATCH", body: part, headers: { "Upload-Offset": String(offset) }, signal, patience: PATIENT,
  });

export const dropUpload = (id: string) => call<undefined>(`/api/uploads/${id}`, { method: "DELETE" });

export const previewImport = (project: string, uploads: string[], options: ImportOptions, signal?: AbortSignal) =>
  call<Preview>(`${at(project)}/imports/preview`, { method: "POST", body: { uploads, options }, signal, patience: PATIENT });

/** Start the import and return the id of its job. `folder` lies on the server; empty means none. */
export async function startImport(project: string, uploads: string[], options: ImportOptions, folder = ""): Promise<string> {
  const body = { uploads, options, ...(folder ? { folder } : {}) };
  return (await call<ImportStarted>(`${at(project)}/imports`, { method: "POST", body })).job;
}

export const job = (id: string) => call<Job>(`/api/jobs/${id}`);

export const cancelJob = (id: string) => call<Job>(`/api/jobs/${id}/cancel`, { method: "POST" });

export const jobs = async (project: string) => (await call<Rows<Job>>(`${at(project)}/jobs`)).rows;
