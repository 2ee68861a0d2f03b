import { on, refuse } from "../router.mjs";
import { guidelines, missing, newId, people, projects, quality, teams, users } from "../state.mjs";

const rows = (found) => ({ rows: found ?? [], next: null });
export const projectOf = (id) => {
  const found = projects.find((project) => project.id === id);
  if (!found) throw refuse(404, "not-found", "There is nothing here.");
  return found;
};

on("GET", "/api/projects", ({ user }) => rows(user.id === "u9" ? [] : projects));
on("POST", "/api/projects", ({ body }) => {
  const made = { id: newId(), name: body.name, role: "owner", settings: { overlap: 3, lease_minutes: 30, context_turns: 20, language: "en" },
    counts: { items: 0, done: 0, answers: 0, people: 1 }, archived: false, created_at: new Date().toISOString() };
  projects.push(made);
  people[made.id] = [];
  teams[made.id] = [];
  guidelines[made.id] = [];
  quality[made.id] = { tasks: [] };
  return made;
});
on("GET", "/api/projects/:p", ({ params }) => projectOf(params.p));
on("PATCH", "/api/projects/:p", ({ params, body }) => {
  const project = projectOf(params.p);
  if (body.settings?.overlap > 50) throw refuse(422, "invalid", "settings.overlap: input should be less than or equal to 50.", "settings.overlap");
  Object.assign(project, body.name ? { name: body.name } : {});
  Object.assign(project.settings, body.settings ?? {});
  return project;
});
on("GET", "/api/projects/:p/quality", ({ params }) => quality[params.p] ?? { tasks: [{ task: "x", scale: "nominal", alpha: missing("one annotator only"), percent: missing("one annotator only"), progress: { items: 0, done: 0 } }] });

on("GET", "/api/projects/:p/people", ({ params }) => rows(people[params.p]));
on("POST", "/api/projects/:p/people", ({ params, body }) => {
  const known = users.find((user) => user.login === body.login);
  const all = (people[params.p] ??= []);
  if (all.some((person) => person.login === body.login)) throw refuse(409, "already-in", `${body.login} is in this project already.`, "login");
  if (!known && !body.name) throw refuse(422, "name-missing", "This login is new: give the person's name as well.", "name");
  const person = { id: known?.id ?? newId(), login: body.login, name: known?.name ?? body.name, pseudonym: "bright-otter", role: body.role,
    team: body.team ?? null, since: new Date().toISOString(), joined: Boolean(known), disabled: false };
  all.push(person);
  return { person, join_link: known ? null : "http://127.0.0.1:8765/join#Zk3v9QmT0xW2bY7nLr5sHd8c" };
});
on("PATCH", "/api/projects/:p/people/:u", ({ params, body }) => {
  const person = people[params.p].find((one) => one.id === params.u);
  if (person.role === "owner" && body.role && people[params.p].filter((one) => one.role === "owner").length === 1) throw refuse(409, "last-owner", "A project needs an owner: make somebody else owner first.", "role");
  return Object.assign(person, body);
});
on("DELETE", "/api/projects/:p/people/:u", ({ params }) => {
  people[params.p] = people[params.p].filter((one) => one.id !== params.u);
});
on("GET", "/api/projects/:p/teams", ({ params }) => rows(teams[params.p]));
on("POST", "/api/projects/:p/teams", ({ params, body }) => {
  if (teams[params.p].some((team) => team.name === body.name)) throw refuse(409, "team-exists", `There is already a team ${body.name}.`, "name");
  const team = { id: newId(), name: body.name };
  teams[params.p].push(team);
  return team;
});

on("GET", "/api/projects/:p/guidelines", ({ params }) => rows((guidelines[params.p] ?? []).map(({ clauses, tasks, ...version }) => ({ ...version, clauses: clauses.length, tasks: tasks.length }))));
on("POST", "/api/projects/:p/guidelines", ({ params, body }) => {
  const all = (guidelines[params.p] ??= []);
  const made = { number: all.length + 1, published_at: new Date().toISOString(), digest: "0".repeat(64), ...body };
  all.push(made);
  return made;
});
on("GET", "/api/projects/:p/guidelines/:n", ({ params }) => {
  const found = (guidelines[params.p] ?? [])[Number(params.n) - 1];
  if (!found) throw refuse(404, "not-found", "There is nothing here.");
  return found;
});
on("GET", "/api/projects/:p/guidelines/:a/changes/:b", () => ({ before: 1, after: 2, changes: [
  { what: "clause", id: "1.1", task: null, change: "added", field: null, pieces: [{ what: "added", text: "A turn that only confirms takes the intent of the question it confirms." }] },
  { what: "clause", id: "2", task: null, change: "changed", field: "text", pieces: [{ what: "same", text: "A cut-off turn is " }, { what: "removed", text: "not labelled" }, { what: "added", text: "labelled by its start" }, { what: "same", text: "." }] },
  { what: "clause", id: "4", task: null, change: "removed", field: null, pieces: [{ what: "removed", text: "When in doubt take other." }] },
  { what: "label", id: "status", task: "intent", change: "added", field: null, pieces: [{ what: "added", text: "Status" }] },
  { what: "label", id: "book", task: "intent", change: "changed", field: "name", pieces: [{ what: "removed", text: "Booking" }, { what: "added", text: "Book a flight" }] },
  { what: "task", id: "satisfaction", task: null, change: "moved", field: "labels", pieces: [{ what: "removed", text: "4, 3, 2, 1" }, { what: "added", text: "1, 2, 3, 4" }] },
] }));
