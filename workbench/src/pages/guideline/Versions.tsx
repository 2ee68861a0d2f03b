import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { GuidelineRow } from "../../api/types";
import { difference } from "../../domain/difference";
import { day } from "../../domain/figures";
import { queries } from "../../state/queries";
import { SelectField } from "../../ui/Field";
import { Trouble } from "../../ui/Notice";
import { Waiting } from "../../ui/Waiting";
import { Changes } from "./Changes";
import { Reading } from "./Reading";
import { text } from "./text";
import styles from "./Guideline.module.css";

/** What was published: any version, and what it changed since an earlier one. */
export function Versions({ project, rows }: { project: string; rows: readonly GuidelineRow[] }) {
  const latest = rows.at(-1)?.number ?? 0;
  const [chosen, choose] = useState<number | null>(null);
  const [since, setSince] = useState<number | null>(null);
  const number = chosen ?? latest;
  const shown = useQuery(queries.guideline(project, number));
  const before = useQuery({ ...queries.guideline(project, since ?? 0), enabled: since !== null });
  const named = [...rows].reverse().map((row) => ({
    value: String(row.number), label: text.versionName(row.number, row.name, day(row.published_at)) + (row.number === latest ? ` · ${text.inForce}` : ""),
  }));
  const earlier = named.filter(({ value }) => Number(value) < number);
  return (
    <>
      <div className={styles.tools}>
        <SelectField label={text.version} choices={named} value={String(number)} onChange={({ target }) => { choose(Number(target.value)); setSince(null); }} />
        {earlier.length > 0 ? (
          <SelectField label={text.against} choices={[{ value: "", label: text.nothing }, ...earlier]} value={since === null ? "" : String(since)} onChange={({ target }) => setSince(target.value ? Number(target.value) : null)} />
        ) : null}
      </div>
      <Trouble error={shown.error ?? before.error} again={() => void shown.refetch()} />
      {shown.isPending ? <Waiting what={text.loading} /> : null}
      {shown.data && since !== null && before.data ? (
        <section>
          <h2>{text.changesBetween(since, number)}</h2>
          <Changes changes={difference(before.data, shown.data)} />
        </section>
      ) : null}
      {shown.data && since === null ? <Reading content={shown.data} /> : null}
    </>
  );
}
