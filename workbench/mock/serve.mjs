// Serves the built workbench with the mock API and the headers of the real server: `npm run build && npm run mock [PORT]`.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { answer } from "./api.mjs";

const STATIC = process.env.EARMARK_STATIC ?? fileURLToPath(new URL("../../src/earmark/server/static", import.meta.url));
const PORT = Number(process.argv[2] ?? 8799);
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };
const CSP = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; script-src 'self'; connect-src 'self'; "
  + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

createServer((request, response) => {
  const headers = { "Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin" };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (answer(request, response)) return;
  const path = normalize(decodeURIComponent(new URL(request.url, "http://mock").pathname));
  const wanted = join(STATIC, path);
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(STATIC, "index.html");
  response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
  createReadStream(file).pipe(response);
}).listen(PORT, "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}`));
