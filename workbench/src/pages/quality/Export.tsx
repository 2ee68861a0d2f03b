import { useState } from "react";
import { keysOf } from "../../actions/registry";
import { useActions } from "../../actions/useActions";
import { Button, buttonClass } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { exportTables } from "./actions";
import { text } from "./text";
import styles from "./Quality.module.css";

const ACTIONS = [exportTables];

/** Take the project's tables out: each is a file that the commands read. */
export function Export({ project }: { project: string }) {
  const [open, setOpen] = useState(false);
  useActions(ACTIONS, { mayExport: true, openExport: () => setOpen(true) });
  return (
    <>
      <Button hotkey={keysOf(exportTables)[0]} onClick={() => setOpen(true)}>{text.export}</Button>
      {open ? <Tables project={project} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Tables({ project, onClose }: { project: string; onClose: () => void }) {
  return (
    <Dialog title={text.exportTitle} onClose={onClose} feet={<Button onClick={onClose}>{text.close}</Button>}>
      <p>{text.exportHow}</p>
      <ul className={styles.exports}>
        {Object.entries(text.tables).map(([table, [file, what]]) => (
          <li key={table}>
            <a className={buttonClass("plain", true)} href={`/api/projects/${encodeURIComponent(project)}/export?table=${table}`} download={file}>{file}</a>
            <span className="muted">{what}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
