// What a first visit loads, compressed, by page: the entry and everything it and the page import. Fails above the budget.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const STATIC = process.env.EARMARK_STATIC ?? fileURLToPath(new URL("../../src/earmark/server/static/", import.meta.url));
const BUDGET = 300_000;
const FIRST = ["sign-in", "annotate"];
const manifest = JSON.parse(readFileSync(`${STATIC}/.vite/manifest.json`, "utf8"));
const size = (file) => gzipSync(readFileSync(`${STATIC}/${file}`), { level: 6 }).length;

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

function weigh(keys) {
  const chunks = [...new Set(keys)].map((key) => manifest[key]);
  const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
  const sum = (files) => [...files].reduce((total, file) => total + size(file), 0);
  return { script: sum(new Set(chunks.map((chunk) => chunk.file))), css: sum(styles) };
}

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const pages = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && key.endsWith("/index.tsx"));
const named = (key) => /pages\/([^/]+)\//.exec(key)?.[1] ?? key;
const start = [...closure(entry)];
const first = new Set(start);
console.log(`${"entry".padEnd(12)} script ${kb(weigh(start).script).padStart(9)}  css ${kb(weigh(start).css).padStart(8)}`);
for (const page of pages) {
  const all = [...start, ...closure(page)];
  const own = weigh([...closure(page)].filter((key) => !first.has(key)));
  console.log(`${named(page).padEnd(12)} script ${kb(own.script).padStart(9)}  css ${kb(own.css).padStart(8)}  first load ${kb(weigh(all).script)}`);
}
const load = weigh([...start, ...pages.filter((page) => FIRST.includes(named(page))).flatMap((page) => [...closure(page)])]);
console.log(`${FIRST.join(" + ")}: ${kb(load.script)} script, ${kb(load.css)} css (budget ${kb(BUDGET)} script)`);
if (load.script > BUDGET) process.exitCode = 1;
