// What the mock knows. In memory: a restart begins anew. Everything in it is made up.
const at = (day, hour = 9) => new Date(Date.UTC(2026, 10, day, hour, 12)).toISOString();
let last = 100;
export const newId = () => `m${(++last).toString(36).padStart(6, "0")}`;

const user = (id, name, login, is_operator = false) => ({ id, name, login, pseudonym: `quiet-${id}`, is_operator, joined: true, disabled: false });

export const users = [
  user("u1", "Nora Lindqvist", "nora@example.org", true),
  user("u2", "Ana Ruiz", "ana@example.org"),
  user("u3", "Tomasz Zieliński", "tomasz@example.org"),
  user("u4", "Leïla Haddad", "leila@example.org"),
  user("u5", "Oke Adeyemi", "oke@example.org"),
  user("u6", "יעל כהן", "yael@example.org"),
  user("u9", "New Operator", "new@example.org", true),
];

export const settingsOf = new Map();

export const estimate = (value, low, high, n = 1200, over = "items", measure = "krippendorff_alpha/1") =>
  ({ value, low, high, level: 0.95, n, over, measure, undefined: null });
export const missing = (why, measure = "krippendorff_alpha/1") =>
  ({ value: null, low: null, high: null, level: 0.95, n: 0, over: "items", measure, undefined: why });

const settings = (overlap, language = "en") => ({ overlap, lease_minutes: 30, context_turns: 20, language });
const project = (id, name, role, counts, more = {}) =>
  ({ id, name, role, counts, settings: settings(3), archived: false, created_at: at(2), ...more });

export const projects = [
  project("airline", "Airline support: intents", "owner", { items: 2400, done: 1631, answers: 5127, people: 6 }),
  project("bank", "Bank calls: turns and overlap", "manager", { items: 180, done: 21, answers: 58, people: 4 }, { settings: settings(2) }),
  project("clinic", "Clinic bookings, مكالمات العيادة", "annotator", { items: 960, done: 960, answers: 2880, people: 3 }),
  project("telecom", "Telecom retention", "owner", { items: 0, done: 0, answers: 0, people: 1 }),
];

export const quality = {
  airline: { tasks: [
    { task: "intent", scale: "nominal", alpha: estimate(0.71, 0.68, 0.74), percent: estimate(0.79, 0.77, 0.81, 1200, "items", "percent_agreement/1"), progress: { items: 2400, done: 1631 } },
    { task: "satisfaction", scale: "ordinal", alpha: estimate(0.38, 0.29, 0.47), percent: estimate(0.52, 0.48, 0.56, 1200, "items", "percent_agreement/1"), progress: { items: 2400, done: 1631 } },
  ] },
  bank: { tasks: [{ task: "turns", scale: "nominal", alpha: estimate(-0.04, -0.31, 0.24, 21), percent: estimate(0.4, 0.21, 0.62, 21, "items", "percent_agreement/1"), progress: { items: 180, done: 21 } }] },
  clinic: { tasks: [{ task: "reason", scale: "nominal", alpha: estimate(0.86, 0.83, 0.89), percent: estimate(0.91, 0.89, 0.93), progress: { items: 960, done: 960 } }] },
  telecom: { tasks: [] },
};

const person = (user, role, team, joined = true) => ({ id: user.id, login: user.login, name: user.name, pseudonym: user.pseudonym, role, team, since: at(3), joined, disabled: false });
export const people = {
  airline: [
    person(users[0], "owner", null), person(users[1], "annotator", "Morning"), person(users[2], "annotator", "Morning"),
    person(users[3], "reviewer", null), person(users[4], "annotator", "Evening", false), person(users[5], "auditor", null),
  ],
  bank: [person(users[2], "owner", null), person(users[0], "manager", null), person(users[1], "annotator", null)],
  telecom: [person(users[0], "owner", null)],
};
export const teams = { airline: [{ id: "t1", name: "Morning" }, { id: "t2", name: "Evening" }], bank: [], telecom: [] };

const clauses = [
  { id: "1", text: "Label what the customer wants from this turn, seen with the turns before it, not the words alone." },
  { id: "1.1", text: "A turn that only confirms takes the intent of the question it confirms." },
  { id: "2", text: "A cut-off turn is labelled by its start." },
  { id: "3.1", text: "Asking for the state of a refund is status, asking for money back is refund." },
];
const labels = [
  { id: "book", name: "Book a flight" }, { id: "change", name: "Change a booking" }, { id: "refund", name: "Refund" },
  { id: "status", name: "Status" }, { id: "complaint", name: "Complaint" }, { id: "other", name: "Something else" },
];
const tasks = [
  { name: "intent", question: "What does the customer want here?", kind: "category", labels, required: true, subjective: false, per: "turn" },
  { name: "satisfaction", question: "How satisfied is the customer at this point?", kind: "scale",
    labels: [{ id: "1", name: "Angry" }, { id: "2", name: "Unhappy" }, { id: "3", name: "Neutral" }, { id: "4", name: "Pleased" }], required: true, subjective: true, per: "turn" },
  { name: "personal", question: "Mark what would tell who this is.", kind: "spans",
    labels: [{ id: "name", name: "Name" }, { id: "number", name: "Booking or phone number" }], required: false, subjective: false, per: "turn" },
];
const version = (number, name, day, content) => ({ number, name, published_at: at(day), digest: "9f2c".repeat(16), ...content });
const two = { clauses, tasks };
const one = {
  clauses: [clauses[0], { id: "2", text: "A cut-off turn is not labelled." }, { id: "4", text: "When in doubt take other." }],
  tasks: [{ ...tasks[0], labels: labels.filter((label) => label.id !== "status").map((label) => (label.id === "book" ? { id: "book", name: "Booking" } : label)) }, tasks[1]],
};
export const guidelines = {
  airline: [version(1, "First try", 4, one), version(2, "Status apart from refund", 11, two)],
  bank: [version(1, "Turns", 5, { clauses: [], tasks: [{ name: "turns", question: "Who speaks when?", kind: "segments", labels: [], required: true, subjective: false, per: "conversation" }] })],
  clinic: [version(1, "Reasons", 5, { clauses: clauses.slice(0, 1), tasks: tasks.slice(0, 1) })],
  telecom: [],
};

export const tokens = [{ id: "k1", name: "Nightly export", scopes: ["read"], project_id: "airline", created_at: at(6), expires_at: at(30) }];
export const uploads = new Map();
export const jobs = new Map();
