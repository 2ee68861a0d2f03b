import { useQuery } from "@tanstack/react-query";
import { go } from "../../app/location";
import { Link } from "../../app/Link";
import { Page } from "../../app/Page";
import { queries } from "../../state/queries";
import { tell } from "../../state/toasts";
import { demoQuery, type Demo } from "../../tour/demo";
import { progressOf } from "../../tour/kept";
import { Button, buttonClass } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import { Check } from "./Check";
import { NeverHeard } from "./NeverHeard";
import { text } from "./text";
import styles from "./Delivery.module.css";

/** Where the tour ends: labels that pass a spot check, and what is wrong with them all the same. */
export default function Delivery() {
  const session = useQuery(queries.session()).data;
  const { data, error, isLoading, refetch } = useQuery({ ...demoQuery(), enabled: session?.demo === true });
  return (
    <Page title={text.title} lead={data ? text.lead : null} narrow>
      <Trouble error={error} again={() => void refetch()} />
      {isLoading ? <Waiting what={text.loading} /> : null}
      {session && !session.demo ? <Empty title={text.elsewhere} /> : null}
      {data ? <Told demo={data} /> : null}
    </Page>
  );
}

function Told({ demo }: { demo: Demo }) {
  const { project, tour: { spot_check: found } } = demo;
  const end = () => {
    progressOf(project).set((now) => ({ ...now, ended: true }));
    tell(text.ended);
    go(`/projects/${encodeURIComponent(project)}`);
  };
  return (
    <>
      <Check found={found} />
      <NeverHeard project={project} found={found} />
      <section>
        <h2>{text.next}</h2>
        <ul>{text.did.map((one) => <li key={one}>{one}</li>)}</ul>
        <p className="muted">{text.ownHow}</p>
        <div className={styles.buttons}>
          <Link to="/projects" className={buttonClass("main")}>{text.own}</Link>
          <Button onClick={end}>{text.end}</Button>
        </div>
      </section>
    </>
  );
}
