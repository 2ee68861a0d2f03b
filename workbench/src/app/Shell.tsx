import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { keysOf, perform } from "../actions/registry";
import { bind } from "../actions/action";
import type { Session } from "../api/types";
import { useScope } from "../scope/useScope";
import { queries } from "../state/queries";
import { Button } from "../ui/Button";
import { openPalette } from "./actions/openPalette";
import { Link } from "./Link";
import { prefetchTabs, tabsOf } from "./routes";
import { SavingState } from "./SavingState";
import { text } from "./text";
import styles from "./Shell.module.css";

interface Props {
  session: Session;
  project: string | null;
  page: string | null;
  /** Between the bar and the page: it takes room, and never lies over the work. */
  strip?: ReactNode;
  children: ReactNode;
}

/** The bar at the top, and the page below it. */
export function Shell({ session, project, page, strip, children }: Props) {
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <a className={styles.skip} href="#page">{text.skip}</a>
        <Link to="/projects" className={styles.home}>
          <img className={styles.mark} src="/mark.svg" alt="" />
          Earmark<span className="unseen">: {text.projects}</span>
        </Link>
        {project ? <ProjectBar id={project} page={page} /> : null}
        <div className={styles.end}>
          <SavingState />
          <Button small look="quiet" hotkey={keysOf(openPalette)[0]} onClick={() => void perform(bind(openPalette, () => undefined))}>{text.palette}</Button>
          <Link to="/me" title={text.you(session.user.name)}>{session.user.name}</Link>
        </div>
      </header>
      {strip}
      <main id="page" className={styles.main} tabIndex={-1}>{children}</main>
    </div>
  );
}

/** The page one came for is drawn first. */
const SETTLED = 1_000;

function ProjectBar({ id, page }: { id: string; page: string | null }) {
  const { data } = useQuery(queries.project(id));
  const client = useQueryClient();
  const role = data?.role;
  useScope((scope) => { if (role) scope.after(SETTLED, () => void prefetchTabs(client, id, role)); }, [client, id, role]);
  if (!data) return null;
  return (
    <>
      <Link to={`/projects/${encodeURIComponent(id)}`} className={styles.project}><span dir="auto">{data.name}</span></Link>
      <nav aria-label={text.pages}>
        <ul className={styles.tabs}>
          {tabsOf(id, data.role).map(({ name, title, to }) => (
            <li key={name}><Link to={to} aria-current={name === page ? "page" : undefined}>{title}</Link></li>
          ))}
        </ul>
      </nav>
    </>
  );
}
