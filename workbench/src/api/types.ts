/** What the server says and takes, by hand until `generated.ts` comes from its OpenAPI. */

export type Role = "owner" | "manager" | "reviewer" | "annotator" | "auditor" | "client";

export interface User {
  id: string;
  name: string;
  pseudonym: string;
  login: string;
  is_operator: boolean;
}

export interface Session {
  user: User;
  csrf: string;
}

export type Theme = "system" | "light" | "dark";

export interface MySettings {
  theme?: Theme;
  /** Action id → the keys chosen in place of the default ones. */
  keys?: Record<string, string[]>;
}

export interface Me extends User {
  settings: MySettings;
}

export type Scopes = "read" | "label" | "review" | "manage";

export interface ApiToken {
  id: string;
  name: string;
  scopes: Scopes[];
  project_id: string | null;
  created_at: string;
  expires_at: string | null;
}

/** The token itself is told once, when it is made. */
export interface NewApiToken extends ApiToken {
  token: string;
}

export interface Rows<T> {
  rows: T[];
  next: string | null;
}

/** A number about labels with its interval, or the reason why there is none. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
  level: number;
  n: number;
  over: string;
  measure: string;
  undefined: string | null;
}

export interface ProjectSettings {
  overlap: number;
  lease_minutes: number;
  context_turns: number;
  language: string;
}

export interface Project {
  id: string;
  name: string;
  settings: ProjectSettings;
  role: Role;
  counts: { items: number; done: number; answers: number; people: number };
  archived: boolean;
  created_at: string;
}

export interface Person {
  id: string;
  login: string;
  name: string;
  pseudonym: string;
  role: Role;
  team: string | null;
  joined: boolean;
  disabled: boolean;
  since: string;
}

export interface Invited {
  person: Person;
  join_link: string | null;
}

export interface Team {
  id: string;
  name: string;
}

export interface Clause {
  id: string;
  text: string;
}

export interface Label {
  id: string;
  name?: string | null;
  color?: string | null;
  description?: string | null;
}

export type Kind = "category" | "categories" | "scale" | "preference" | "spans" | "segments" | "transcript" | "rewrite";

export interface Task {
  name: string;
  question: string;
  kind: Kind;
  labels: Label[];
  required: boolean;
  subjective: boolean;
  per: "turn" | "conversation";
}

export interface GuidelineContent {
  name: string;
  clauses: Clause[];
  tasks: Task[];
}

export interface GuidelineVersion extends GuidelineContent {
  number: number;
  published_at: string;
  digest: string;
}

export interface GuidelineRow {
  number: number;
  name: string;
  published_at: string;
  clauses: number;
  tasks: number;
  digest: string;
}

/** A stretch of text that stayed, went or came. */
export interface Piece {
  what: "same" | "removed" | "added";
  text: string;
}

export interface Change {
  what: "clause" | "task" | "label";
  id: string;
  task: string | null;
  change: "added" | "removed" | "changed" | "moved";
  field: string | null;
  pieces: Piece[];
}

export type JobState = "waiting" | "running" | "done" | "failed" | "cancelled";

export interface Job {
  id: string;
  kind: string;
  state: JobState;
  done: number;
  total: number | null;
  message: string | null;
  cancelling?: boolean;
  result: Record<string, unknown> | null;
  created_at?: string;
  ended_at?: string | null;
}

export interface Upload {
  id: string;
  received: number;
}

export interface RejectedRow {
  row: number | null;
  column: string | null;
  found: string | null;
  allowed: string | null;
}

export interface Notice {
  code: string;
  text: string;
}

export interface PreviewedFile {
  name: string;
  format: string;
  kind: string;
  rows: number | null;
  /** What Earmark calls a field → the column of the file it is taken from. */
  mapping: Record<string, string>;
  columns?: string[];
  rejected: RejectedRow[];
  notices: Notice[];
}

export interface Preview {
  files: PreviewedFile[];
  conversations: number;
  items: number;
  speakers?: string[];
}

export interface ImportOptions {
  label: "turns" | "conversations";
  speakers: string[];
  columns: Record<string, string>;
}

export interface TaskQuality {
  task: string;
  scale: string;
  alpha: Estimate;
  percent: Estimate;
  progress: { items: number; done: number };
}

export interface Quality {
  tasks: TaskQuality[];
}
