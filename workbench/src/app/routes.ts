/** Which page belongs to which address, who sees it, and how it is loaded: on demand, one file a page. */

import type { QueryClient } from "@tanstack/react-query";
import { lazy, type ComponentType } from "react";
import type { Role } from "../api/types";
import { match } from "./match";

export interface PageProps {
  /** The named parts of the address. */
  params: Record<string, string>;
}

export interface PageModule {
  default: ComponentType<PageProps>;
  /** Fetch what the page shows first, before it is opened. */
  prepare?: (client: QueryClient, params: Record<string, string>) => Promise<void>;
}

export interface Route {
  name: string;
  pattern: string;
  /** Shown in the bar of a project under this title, to these roles. */
  tab?: { title: string; roles: readonly Role[] };
}

const MANAGING: readonly Role[] = ["owner", "manager"];

const ROUTES: readonly Route[] = [
  { name: "projects", pattern: "/" },
  { name: "projects", pattern: "/projects" },
  { name: "project", pattern: "/projects/:project" },
  { name: "annotate", pattern: "/projects/:project/annotate", tab: { title: "Annotate", roles: ["owner", "manager", "reviewer", "annotator"] } },
  { name: "review", pattern: "/projects/:project/review", tab: { title: "Review", roles: ["owner", "manager", "reviewer"] } },
  { name: "review", pattern: "/projects/:project/review/:item" },
  { name: "quality", pattern: "/projects/:project/quality", tab: { title: "Quality", roles: ["owner", "manager", "reviewer", "auditor", "client"] } },
  { name: "guideline", pattern: "/projects/:project/guideline", tab: { title: "Guideline", roles: ["owner", "manager", "reviewer", "annotator", "auditor", "client"] } },
  { name: "import", pattern: "/projects/:project/import", tab: { title: "Import", roles: MANAGING } },
  { name: "people", pattern: "/projects/:project/people", tab: { title: "People", roles: MANAGING } },
  { name: "settings", pattern: "/projects/:project/settings", tab: { title: "Settings", roles: MANAGING } },
  { name: "tour", pattern: "/projects/:project/tour" },
  { name: "me", pattern: "/me" },
  { name: "join", pattern: "/join" },
  { name: "join", pattern: "/join/:token" },
  { name: "sign-in", pattern: "/sign-in" },
];

/** Pages that exist in this build: a folder under pages/ with an index.tsx. */
const LOADERS = import.meta.glob<PageModule>("../pages/*/index.tsx");

const loaderOf = (name: string) => LOADERS[`../pages/${name}/index.tsx`];

const PAGES = new Map(ROUTES.flatMap(({ name }) => {
  const load = loaderOf(name);
  return load ? [[name, lazy(load)] as const] : [];
}));

export interface Found {
  route: Route;
  params: Record<string, string>;
  Page: ComponentType<PageProps>;
}

/** Return the page of an address, or null where there is none. */
export function routeOf(path: string): Found | null {
  for (const route of ROUTES) {
    const params = match(route.pattern, path);
    const Page = PAGES.get(route.name);
    if (params && Page) return { route, params, Page };
  }
  return null;
}

/** Load a page before it is asked for: when the pointer or the focus is on its link. */
export function prefetch(client: QueryClient, path: string): void {
  const found = routeOf(path.split(/[?#]/)[0] ?? "/");
  if (found) void load(client, found.route.name, found.params);
}

/** Load the pages of a project one after another, while nothing else is asked for. */
export async function prefetchTabs(client: QueryClient, project: string, role: Role): Promise<void> {
  for (const { name } of tabsOf(project, role)) await load(client, name, { project });
}

/** What cannot be loaded ahead is loaded, and told about, when it is opened. */
async function load(client: QueryClient, name: string, params: Record<string, string>): Promise<void> {
  try {
    const page = await loaderOf(name)?.();
    await page?.prepare?.(client, params);
  } catch {
    return;
  }
}

export interface Tab {
  name: string;
  title: string;
  to: string;
}

/** The pages of a project that a role sees, in the order of the bar. */
export function tabsOf(project: string, role: Role): Tab[] {
  return ROUTES.flatMap(({ name, pattern, tab }) =>
    tab?.roles.includes(role) && PAGES.has(name)
      ? [{ name, title: tab.title, to: pattern.replace(":project", encodeURIComponent(project)) }]
      : []);
}
