import { on, refuse } from "../router.mjs";
import { jobs, newId, projects, uploads } from "../state.mjs";

const TOTAL = 1200;

on("POST", "/api/projects/:p/uploads", ({ body }) => {
  const upload = { id: newId(), name: body.name, size: body.size, received: 0 };
  uploads.set(upload.id, upload);
  return { id: upload.id, received: 0 };
});
on("GET", "/api/uploads/:id", ({ params }) => {
  const upload = uploads.get(params.id);
  if (!upload) throw refuse(404, "not-found", "There is nothing here.");
  return { id: upload.id, received: upload.received };
});
on("PATCH", "/api/uploads/:id", ({ params, request, size }) => {
  const upload = uploads.get(params.id);
  if (!upload) throw refuse(404, "not-found", "There is nothing here.");
  if (Number(request.headers["upload-offset"]) !== upload.received) throw refuse(409, "wrong-offset", "The upload stands elsewhere.", null, { received: upload.received });
  upload.received += size;
  return { received: upload.received };
});
on("DELETE", "/api/uploads/:id", ({ params }) => {
  uploads.delete(params.id);
});

const table = (name) => ({
  name, format: "CSV", kind: "turns", rows: 1240,
  mapping: { conversation_id: "dialogue", turn: "n", speaker: "who", text: "utterance" },
  columns: ["dialogue", "n", "who", "utterance", "intent_old"],
  rejected: [
    { row: 17, column: "n", found: "seven", allowed: "a whole number from 0" },
    { row: 403, column: "dialogue", found: "", allowed: "an id" },
  ],
  notices: [{ code: "column-unused", text: "The column intent_old is not used." }],
});
const audio = (name) => ({ name, format: "WAV", kind: "audio", rows: null, mapping: {}, rejected: [], notices: [] });
const broken = (name) => ({ name, format: "unknown", kind: "none", rows: null, mapping: {},
  rejected: [{ row: null, column: null, found: "0 bytes", allowed: "audio, a table, or an export" }], notices: [] });

on("POST", "/api/projects/:p/imports/preview", ({ body }) => {
  const files = body.uploads.map((id) => {
    const upload = uploads.get(id);
    if (upload.size === 0) return broken(upload.name);
    return /\.(wav|flac|mp3)$/i.test(upload.name) ? audio(upload.name) : table(upload.name);
  });
  const turns = body.options.label === "turns";
  const half = body.options.speakers.length === 1;
  return { files, conversations: 96, items: turns ? (half ? 611 : 1238) : 96, speakers: ["agent", "customer"] };
});
on("POST", "/api/projects/:p/imports", ({ params }) => {
  const job = { id: newId(), kind: "import", state: "running", started: Date.now(), project: params.p, cancelled: false };
  jobs.set(job.id, job);
  return { job: job.id };
});

function shown(job) {
  const done = Math.min(TOTAL, Math.floor((Date.now() - job.started) / 4));
  const state = job.cancelled ? "cancelled" : done >= TOTAL ? "done" : "running";
  if (state === "done" && !job.counted) {
    job.counted = true;
    const project = projects.find((one) => one.id === job.project);
    if (project) project.counts.items += TOTAL;
  }
  return { id: job.id, kind: job.kind, state, done, total: TOTAL, message: state === "running" ? "Reading conversations" : "", cancelling: false,
    result: state === "done" ? { conversations: 96, items: 1238, rejected: 2 } : null, created_at: new Date(job.started).toISOString(), ended_at: null };
}

on("GET", "/api/jobs/:id", ({ params }) => shown(jobs.get(params.id)));
on("POST", "/api/jobs/:id/cancel", ({ params }) => {
  const job = jobs.get(params.id);
  job.cancelled = true;
  return shown(job);
});
on("GET", "/api/projects/:p/jobs", ({ params }) => ({ rows: [...jobs.values()].filter((job) => job.project === params.p).map(shown), next: null }));
