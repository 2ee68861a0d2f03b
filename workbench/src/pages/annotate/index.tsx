import { useQuery } from "@tanstack/react-query";
import { usePageTitle } from "../../app/Page";
import type { PageProps } from "../../app/routes";
import { queries } from "../../state/queries";
import { Item } from "./Item";
import { NoWork } from "./NoWork";
import { Refused } from "./Refused";
import { text } from "./text";
import { useDesk } from "./useDesk";
import styles from "./Annotate.module.css";

/** Annotate: one item after another. */
export default function Annotate({ params }: PageProps) {
  const { data } = useQuery(queries.session());
  const project = params["project"] ?? "";
  return data ? <Sitting project={project} user={data.user.id} /> : null;
}

function Sitting({ project, user }: { project: string; user: string }) {
  const heading = usePageTitle(text.title);
  const { desk, state } = useDesk(project, user);
  const { work, given } = state;
  return (
    <div className={styles.page}>
      <h1 ref={heading} tabIndex={-1} className="unseen">{text.title}</h1>
      <Refused user={user} desk={desk} />
      {work ? (
        <Item key={`${work.id}:${work.again}`} project={project} user={user} desk={desk} work={work} given={given} />
      ) : (
        <div className={styles.empty}><NoWork project={project} user={user} desk={desk} state={state} /></div>
      )}
    </div>
  );
}
