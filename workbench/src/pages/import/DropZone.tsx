import { useLayoutEffect, useRef, useState } from "react";
import { keysOf } from "../../actions/registry";
import { useActions } from "../../actions/useActions";
import { carriesFiles, filesIn, filesOf, type Chosen } from "../../domain/dropped";
import { useScope } from "../../scope/useScope";
import { Button } from "../../ui/Button";
import { chooseFiles, chooseFolder } from "./actions";
import { text } from "./text";
import styles from "./Import.module.css";

const ACTIONS = [chooseFiles, chooseFolder];

/** Where files and folders are dropped, or chosen by buttons and keys. */
export function DropZone({ small, onFiles }: { small: boolean; onFiles: (files: Chosen[]) => void }) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useActions(ACTIONS, { openFiles: () => files.current?.click(), openFolder: () => folder.current?.click() });
  useDrops(setOver, onFiles);
  const take = (input: HTMLInputElement) => {
    onFiles(filesIn(input.files));
    input.value = "";
  };
  return (
    <div className={`${styles.drop} ${small ? styles.small : ""} ${over ? styles.over : ""}`}>
      <p className={styles.title}>{small ? text.dropMore : text.drop}</p>
      {small ? null : <p className="muted">{text.what}</p>}
      <div className="row">
        <Button hotkey={keysOf(chooseFiles)[0]} onClick={() => files.current?.click()}>{text.files}</Button>
        <Button hotkey={keysOf(chooseFolder)[0]} onClick={() => folder.current?.click()}>{text.folder}</Button>
      </div>
      <input ref={files} type="file" multiple hidden aria-label={text.files} onChange={(event) => take(event.target)} />
      <input ref={folder} type="file" multiple hidden aria-label={text.folder} {...{ webkitdirectory: "" }} onChange={(event) => take(event.target)} />
    </div>
  );
}

/** The whole window takes drops: a file that misses the zone must not open in place of the page. */
function useDrops(setOver: (over: boolean) => void, onFiles: (files: Chosen[]) => void): void {
  const take = useRef(onFiles);
  useLayoutEffect(() => {
    take.current = onFiles;
  });
  useScope((scope) => {
    scope.listen(document, "dragover", (event) => {
      if (event.dataTransfer && carriesFiles(event.dataTransfer)) setOver(true);
    });
    scope.listen(document, "dragleave", (event) => {
      if (event.relatedTarget === null) setOver(false);
    });
    scope.listen(document, "drop", ({ dataTransfer }) => {
      setOver(false);
      if (dataTransfer && carriesFiles(dataTransfer)) void filesOf(dataTransfer).then((files) => take.current(files));
    });
  }, [setOver]);
}
