import { call } from "./client";
import type {
  GuidelineContent, GuidelineRow, GuidelineVersion, Invited, Person, Project, ProjectSettings, Quality, Role, Rows, Team,
} from "./types";

const at = (project: string) => `/api/projects/${encodeURIComponent(project)}`;

/** Follow the cursor of a list to its end. For lists that are short by nature: projects, people, versions. */
export async function all<T>(path: string): Promise<T[]> {
  const rows: T[] = [];
  let after: string | null = null;
  do {
    const page: Rows<T> = await call<Rows<T>>(path, { query: { after, limit: 200 } });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return rows;
}

export const projects = () => all<Project>("/api/projects");

export const project = (id: string) => call<Project>(at(id));

export const makeProject = (name: string) => call<Project>("/api/projects", { method: "POST", body: { name } });

export const changeProject = (id: string, change: { name?: string; settings?: Partial<ProjectSettings>; archived?: boolean }) =>
  call<Project>(at(id), { method: "PATCH", body: change });

export const people = (id: string) => all<Person>(`${at(id)}/people`);

export const invite = (id: string, person: { login: string; name: string | null; role: Role; team: string | null }) =>
  call<Invited>(`${at(id)}/people`, { method: "POST", body: person });

export const changePerson = (id: string, user: string, change: { role?: Role; team?: string | null }) =>
  call<Person>(`${at(id)}/people/${user}`, { method: "PATCH", body: change });

export const removePerson = (id: string, user: string) =>
  call<undefined>(`${at(id)}/people/${user}`, { method: "DELETE" });

export const teams = (id: string) => all<Team>(`${at(id)}/teams`);

export const makeTeam = (id: string, name: string) => call<Team>(`${at(id)}/teams`, { method: "POST", body: { name } });

export const guidelines = (id: string) => all<GuidelineRow>(`${at(id)}/guidelines`);

export const guideline = (id: string, number: number) => call<GuidelineVersion>(`${at(id)}/guidelines/${number}`);

export const publishGuideline = (id: string, content: GuidelineContent) =>
  call<GuidelineVersion>(`${at(id)}/guidelines`, { method: "POST", body: content });

export const quality = (id: string, task?: string) => call<Quality>(`${at(id)}/quality`, { query: { task } });
