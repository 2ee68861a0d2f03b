import type { ImportOptions } from "../../api/types";
import { SelectField, TextField, TickField } from "../../ui/Field";
import { text } from "./text";
import styles from "./Import.module.css";

interface Props {
  options: ImportOptions;
  speakers: readonly string[];
  folder: string;
  onOptions: (options: ImportOptions) => void;
  onFolder: (folder: string) => void;
}

/** What becomes an item: each turn, or each conversation. */
export function Options({ options, speakers, folder, onOptions, onFolder }: Props) {
  const choices = [{ value: "", label: text.everybody }, ...speakers.map((name) => ({ value: name, label: text.only(name) }))];
  return (
    <section className={styles.section}>
      <h2>{text.options}</h2>
      <fieldset className={styles.choices}>
        <legend className="unseen">{text.options}</legend>
        <TickField type="radio" name="label" label={text.turns} checked={options.label === "turns"} onChange={() => onOptions({ ...options, label: "turns" })} />
        <TickField type="radio" name="label" label={text.conversations} checked={options.label === "conversations"} onChange={() => onOptions({ ...options, label: "conversations" })} />
      </fieldset>
      <div className={styles.mapping}>
        {options.label === "turns" && speakers.length > 1 ? (
          <SelectField label={text.speakers} choices={choices} value={options.speakers[0] ?? ""} onChange={({ target }) => onOptions({ ...options, speakers: target.value ? [target.value] : [] })} />
        ) : null}
      </div>
      <details className={styles.details} open={folder !== ""}>
        <summary>{text.server}</summary>
        <div className={styles.server}>
          <TextField label={text.serverFolder} hint={text.serverHint} value={folder} spellCheck={false} onChange={(event) => onFolder(event.target.value)} />
        </div>
      </details>
    </section>
  );
}
