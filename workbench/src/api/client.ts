/** The one way to the server: JSON, the CSRF header, errors as values, and a second try after signing in again. */

import { connection } from "./connection";
import { ApiError, errorOf } from "./error";

export interface Call {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Sent as JSON, or as it is when it is a Blob. */
  body?: unknown;
  query?: Record<string, string | number | boolean | null | undefined>;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** Give up after so many milliseconds without an answer. */
  patience?: number;
  /** Send it even while the page is being closed. */
  keepalive?: boolean;
}

const PATIENCE = 30_000;

/** What to do when a request is refused because of the session. Each resolves to true when it may be sent again. */
export interface Recovery {
  signInAgain: () => Promise<boolean>;
  renewCsrf: () => Promise<boolean>;
}

let csrf = "";
let recovery: Recovery | null = null;

/** Remember the token that belongs to the session's cookie. */
export function rememberCsrf(token: string): void {
  csrf = token;
}

/** Say how a session that ended, or was opened anew in another tab, is taken up again. */
export function recoverWith(way: Recovery | null): void {
  recovery = way;
}

/** Call the server and return what it answers (undefined where the answer is empty). Raises ApiError. */
export function call<T>(path: string, options: Call = {}): Promise<T> {
  return patiently(path, options, read<T>);
}

/** Call the server for what is no JSON, such as the points of a waveform. Raises ApiError. */
export function callForBytes(path: string, options: Call = {}): Promise<ArrayBuffer> {
  return patiently(path, options, async (response) => (response.ok ? response.arrayBuffer() : read<ArrayBuffer>(response)));
}

async function patiently<T>(path: string, options: Call, as: (response: Response) => Promise<T>): Promise<T> {
  try {
    return await as(await send(path, options));
  } catch (error) {
    if (error instanceof ApiError && (await recovered(path, error))) return as(await send(path, options));
    throw error;
  }
}

async function recovered(path: string, { status, code }: ApiError): Promise<boolean> {
  if (!recovery || path.startsWith("/api/session")) return false;
  if (status === 401) return recovery.signInAgain();
  return status === 403 && code === "csrf" ? recovery.renewCsrf() : false;
}

async function send(path: string, options: Call): Promise<Response> {
  const { signal } = options;
  const patience = AbortSignal.timeout(options.patience ?? PATIENCE);
  try {
    const response = await fetch(path + queryOf(options.query), {
      ...requestOf(options),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    connection.note(true);
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    connection.note(false);
    throw new ApiError(0, "unreachable", "The server cannot be reached. Check the connection; nothing was lost.");
  }
}

function requestOf({ method = "GET", body, headers: more, keepalive = false }: Call): RequestInit {
  const headers: Record<string, string> = { Accept: "application/json", ...more };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (body === undefined) return { method, headers, keepalive, credentials: "same-origin" };
  const raw = body instanceof Blob;
  headers["Content-Type"] = raw ? "application/octet-stream" : "application/json";
  return { method, headers, keepalive, credentials: "same-origin", body: raw ? body : JSON.stringify(body) };
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text().catch(() => "");
  const body = parsed(text);
  if (!response.ok) throw errorOf(response.status, body);
  return body as T;
}

function parsed(text: string): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function queryOf(query: Call["query"]): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  if (pairs.length === 0) return "";
  return `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}
