import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useState, useTransition } from "react";
import { useActions } from "../actions/useActions";
import { ApiError } from "../api/error";
import type { Project, Session } from "../api/types";
import { useScope } from "../scope/useScope";
import { keepingOf } from "../state/outbox";
import { queries } from "../state/queries";
import { useLive } from "../state/useLive";
import { useReachability } from "../state/useReachability";
import { useStore } from "../state/store";
import { forget } from "../state/undo";
import { Announcer } from "../ui/Announcer";
import { Empty } from "../ui/Empty";
import { KeySheet } from "../ui/KeySheet";
import { Trouble } from "../ui/Notice";
import { Palette } from "../ui/Palette";
import { Toasts } from "../ui/Toasts";
import { Waiting } from "../ui/Waiting";
import { changeTheme } from "./actions/changeTheme";
import { goTo } from "./actions/goTo";
import { leave } from "./actions/leave";
import { openPalette } from "./actions/openPalette";
import { showKeys } from "./actions/showKeys";
import { undoLast } from "./actions/undoLast";
import { Boundary } from "./Boundary";
import { overlay } from "./chrome";
import { Link } from "./Link";
import { place as here, type Place } from "./location";
import { Page } from "./Page";
import { applyPreferences } from "./preferences";
import { routeOf, tabsOf } from "./routes";
import { Shell } from "./Shell";
import { SignInAgain } from "./SignInAgain";
import { text } from "./text";

const Tour = lazy(() => import("../tour"));
const PUBLIC = new Set(["sign-in", "join"]);
const GENERAL = [openPalette, showKeys, undoLast, changeTheme, leave, goTo("/projects", "Projects", "Go to"), goTo("/me", "Your settings", "Go to")];

/** Everything: who is signed in decides between the public pages and the workbench. */
export function App() {
  const place = usePlace();
  const session = useQuery(queries.session());
  const found = routeOf(place.path);
  if (session.isPending) return <Waiting />;
  if (session.isError && !session.data) return <Page title={text.noServer}><Trouble error={session.error} again={() => void session.refetch()} /></Page>;
  if (found && PUBLIC.has(found.route.name)) return <main><Content place={place} /></main>;
  if (!session.data) return <main><Content place={{ ...place, path: "/sign-in" }} /></main>;
  const ended = session.error instanceof ApiError && session.error.status === 401;
  return <Workbench session={session.data} ended={ended} place={place} />;
}

function Workbench({ session, ended, place }: { session: Session; ended: boolean; place: Place }) {
  const found = routeOf(place.path);
  const project = found?.params["project"] ?? null;
  useSamePerson(session);
  useOutbox(session);
  usePreferences();
  useLive(project);
  useReachability();
  useGeneralActions(project);
  return (
    <>
      <Shell session={session} project={project} page={found?.route.name ?? null} strip={session.demo ? <Suspense fallback={null}><Tour /></Suspense> : null}>
        <Content place={place} />
      </Shell>
      <SignInAgain session={session} ended={ended} />
      <Overlay />
      <Toasts />
      <Announcer />
    </>
  );
}

function Content({ place }: { place: Place }) {
  const found = routeOf(place.path);
  if (!found) {
    return (
      <Page title={text.notHere}>
        <Empty title={text.notHereWhy}><Link to="/projects">{text.toProjects}</Link></Empty>
      </Page>
    );
  }
  const { Page: Shown, params } = found;
  return (
    <Boundary place={place.path}>
      <Suspense fallback={<Waiting />}>
        <Shown key={params["project"] ?? ""} params={params} />
      </Suspense>
    </Boundary>
  );
}

function Overlay() {
  const shown = useStore(overlay);
  const close = () => overlay.set(null);
  if (shown === "palette") return <Palette onClose={close} />;
  return shown === "keys" ? <KeySheet onClose={close} /> : null;
}

/** The address, followed in a transition: the page before stays until the next one's code is here. */
function usePlace(): Place {
  const [shown, show] = useState(here.get);
  const [, start] = useTransition();
  useEffect(() => here.subscribe(() => {
    forget();
    overlay.set(null);
    start(() => show(here.get()));
  }), [start]);
  return shown;
}

/** When another person has signed in in this browser, nothing may be done here in their name. */
function useSamePerson({ user: { id } }: Session): void {
  const [first] = useState(id);
  const client = useQueryClient();
  useEffect(() => {
    if (id !== first) window.location.reload();
  }, [id, first]);
  useScope((scope) => {
    scope.listen(document, "visibilitychange", () => {
      if (document.visibilityState === "visible") void client.invalidateQueries(queries.session());
    });
  }, [client]);
}

/** What lies in the outbox is sent from whichever page one is on. */
function useOutbox({ user: { id } }: Session): void {
  useEffect(() => void keepingOf(id), [id]);
}

function usePreferences(): void {
  const { data } = useQuery(queries.me());
  const settings = data?.settings;
  useEffect(() => {
    if (settings) applyPreferences(settings);
  }, [settings]);
}

function useGeneralActions(project: string | null): void {
  const client = useQueryClient();
  useActions(GENERAL, { client });
  const projects = useQuery(queries.projects()).data;
  const definitions = useMemo(() => ordered(projects ?? [], project).flatMap(({ id, name, role }) =>
    tabsOf(id, role).map(({ title, to }) => goTo(to, title, name))), [projects, project]);
  useActions(definitions, undefined);
}

/** The project one is in comes first. */
function ordered(projects: readonly Project[], first: string | null): Project[] {
  return [...projects.filter(({ id }) => id === first), ...projects.filter(({ id }) => id !== first)];
}
