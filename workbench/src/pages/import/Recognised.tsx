import type { Preview, PreviewedFile } from "../../api/types";
import { number } from "../../domain/figures";
import { SelectField } from "../../ui/Field";
import { text } from "./text";
import styles from "./Import.module.css";

const TURN_FIELDS = ["conversation_id", "turn", "speaker", "text", "start", "end", "audio"];

interface Props {
  preview: Preview;
  columns: Record<string, string>;
  onColumns: (columns: Record<string, string>) => void;
}

/** What each file was taken as, from which column what comes, and which rows are left out and why. */
export function Recognised({ preview, columns, onColumns }: Props) {
  return (
    <section className={styles.section}>
      <h2>{text.recognised}</h2>
      <div className="scroll">
        <table>
          <thead>
            <tr><th scope="col">{text.file}</th><th scope="col">{text.taken}</th><th scope="col" className="number">{text.rows}</th><th scope="col">{text.mapping}</th></tr>
          </thead>
          <tbody>
            {preview.files.map((file) => <FileRow key={file.name} file={file} columns={columns} onColumns={onColumns} />)}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function FileRow({ file, columns, onColumns }: { file: PreviewedFile } & Pick<Props, "columns" | "onColumns">) {
  const { rejected } = file;
  const whole = rejected.length === 1 && rejected[0]?.row === null ? rejected[0] : null;
  return (
    <tr>
      <td className={styles.path} dir="auto">{file.name}</td>
      <td>
        {whole ? <span className={styles.problem}>{text.none}: {whole.found ?? ""}. {text.rejectedHead.allowed}: {whole.allowed ?? ""}.</span> : `${file.kind}, ${file.format}`}
        {file.notices.map(({ code, text: said }) => <div key={code} className="muted small">{said}</div>)}
        {rejected.length > 0 && !whole ? <RejectedRows file={file} /> : null}
      </td>
      <td className="number">{file.rows === null ? "" : number(file.rows)}</td>
      <td>{whole ? null : <Mapping file={file} columns={columns} onColumns={onColumns} />}</td>
    </tr>
  );
}

function Mapping({ file, columns, onColumns }: { file: PreviewedFile } & Pick<Props, "columns" | "onColumns">) {
  const pairs = Object.entries(file.mapping);
  const names = file.columns ?? Object.values(file.mapping);
  if (pairs.length === 0 && names.length === 0) return <span className="muted">{text.noMapping}</span>;
  const fields = [...new Set([...TURN_FIELDS, ...Object.keys(file.mapping)])];
  const choices = [{ value: "", label: text.notFrom }, ...names.map((name) => ({ value: name, label: name }))];
  return (
    <>
      <dl className={styles.map}>
        {pairs.map(([field, column]) => (
          <div key={field} className="row"><dt>{text.fields[field] ?? field}</dt><dd dir="auto"><code>{column}</code></dd></div>
        ))}
      </dl>
      <details className={styles.details}>
        <summary className="small">{text.changeColumns}</summary>
        <div className={styles.mapping}>
          {fields.map((field) => (
            <SelectField
              key={field} label={text.fields[field] ?? field} choices={choices}
              value={columns[field] ?? file.mapping[field] ?? ""}
              onChange={(event) => onColumns({ ...columns, [field]: event.target.value })}
            />
          ))}
        </div>
      </details>
    </>
  );
}

function RejectedRows({ file }: { file: PreviewedFile }) {
  const { row, column, found, allowed } = text.rejectedHead;
  return (
    <details className={styles.details} open={file.rejected.length <= 3}>
      <summary className={styles.problem}>{text.rejected(file.rejected.length)}</summary>
      <table>
        <thead><tr><th scope="col" className="number">{row}</th><th scope="col">{column}</th><th scope="col">{found}</th><th scope="col">{allowed}</th></tr></thead>
        <tbody>
          {file.rejected.map((one) => (
            <tr key={`${one.row}-${one.column}`}>
              <td className="number">{one.row}</td>
              <td dir="auto">{one.column}</td>
              <td dir="auto">{one.found || <span className="muted">{text.empty}</span>}</td>
              <td>{one.allowed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
