import type { Change, Piece } from "../../api/types";
import { text } from "./text";
import styles from "./Guideline.module.css";

/** Differences between two versions, so that a person can read them: what went is struck out, what came is underlined. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p className="muted">{text.noChanges}</p>;
  return (
    <ul className={styles.changes}>
      {changes.map((change) => <OneChange key={`${change.what}-${change.task}-${change.id}-${change.change}-${change.field}`} change={change} />)}
    </ul>
  );
}

function OneChange({ change }: { change: Change }) {
  const field = change.field ? (text.fields[change.field] ?? change.field) : "";
  return (
    <li className={styles.change}>
      <div className="row">
        <strong>{text.what[change.what]} <bdi>{change.id}</bdi>{change.task ? ` ${text.of(change.task)}` : ""}</strong>
        <span className={styles.tag}>{field && change.change === "changed" ? `${field} ` : ""}{text.changeOf[change.change]}</span>
      </div>
      <p className="text" dir="auto">
        {change.pieces.map((piece, index) => <OnePiece key={index} piece={piece} spaced={change.pieces[index + 1]?.what === "added" && piece.what === "removed"} />)}
      </p>
    </li>
  );
}

function OnePiece({ piece: { what, text: said }, spaced }: { piece: Piece; spaced: boolean }) {
  if (what === "added") return <ins>{said}</ins>;
  if (what === "removed") return <><del>{said}</del>{spaced ? " " : ""}</>;
  return <>{said}</>;
}
