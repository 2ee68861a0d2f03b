import { keysOf } from "../../actions/registry";
import { did } from "../../editors/answering/did";
import { useStore } from "../../state/store";
import { Kbd } from "../../ui/Kbd";
import * as actions from "./actions";
import type { Judging } from "./judging";
import { text } from "./text";
import styles from "./Review.module.css";

/** To whom an item is sent back: everybody who answered, or one of them. */
export function BackTo({ judging }: { judging: Judging }) {
  const { verdict } = useStore(judging.state);
  if (verdict?.decision !== "return") return null;
  const key = keysOf(actions.sendBack)[0];
  const choices = [{ annotation: undefined, name: text.everybody }, ...judging.answers.map(({ annotation, letter }) => ({ annotation, name: letter }))];
  return (
    <fieldset className={styles.backTo}>
      <legend>{text.backTo} {key ? <Kbd spec={key} /> : null}</legend>
      {choices.map(({ annotation, name }) => (
        <label key={name} className={styles.backOne}>
          <input
            type="radio" name="back-to" checked={verdict.annotation === annotation}
            onChange={() => did(judging.choose({ decision: "return", ...(annotation === undefined ? {} : { annotation }) }))}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
