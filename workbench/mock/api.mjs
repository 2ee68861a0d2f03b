// A stand-in for the server, for building pages and taking pictures of them. Not shipped. Each file in routes/ adds its part.
import { readdirSync } from "node:fs";
import { find, Refusal } from "./router.mjs";
import { users } from "./state.mjs";

const folder = new URL("./routes/", import.meta.url);
for (const file of readdirSync(folder)) if (file.endsWith(".mjs")) await import(new URL(file, folder));

const OPEN = new Set(["/api/session", "/api/session/join", "/api/health"]);

/** Answer a request below /api; return false for any other. */
export function answer(request, response) {
  const url = new URL(request.url, "http://mock");
  if (!url.pathname.startsWith("/api/")) return false;
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => void respond(request, response, url, Buffer.concat(parts)));
  return true;
}

async function respond(request, response, url, raw) {
  try {
    const found = find(request.method, url.pathname);
    if (url.pathname.endsWith("/stream")) return stream(response);
    if (!found) throw new Refusal(404, "not-found", "There is nothing here.");
    const user = users.find((one) => one.id === /earmark_session=(\w+)/.exec(request.headers.cookie ?? "")?.[1]);
    if (!user && !OPEN.has(url.pathname)) throw new Refusal(401, "session-ended", "Your session has ended; sign in to go on.");
    const isJson = (request.headers["content-type"] ?? "").startsWith("application/json");
    const body = isJson && raw.length > 0 ? JSON.parse(raw.toString()) : undefined;
    const result = await found.answer({ params: found.params, query: url.searchParams, body, size: raw.length, request, response, user });
    if (response.writableEnded) return;
    if (result === undefined) send(response, 204);
    else send(response, 200, result);
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    const { status = 500, code = "internal", message, field = null, facts } = error;
    send(response, status, { error: { code, message, field, ...(facts ? { facts } : {}) } });
  }
}

function send(response, status, value) {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(value === undefined ? undefined : JSON.stringify(value));
}

function stream(response) {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write(": here\n\n");
}
