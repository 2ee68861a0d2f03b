import { useQueryClient } from "@tanstack/react-query";
import type { Theme } from "../../api/types";
import { chooseTheme } from "../../app/preferences";
import { useStore } from "../../state/store";
import { theme } from "../../state/theme";
import { TickField } from "../../ui/Field";
import { text } from "./text";
import styles from "./Me.module.css";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function Colours() {
  const chosen = useStore(theme);
  const client = useQueryClient();
  return (
    <section className={styles.section}>
      <fieldset>
        <legend><h2>{text.colours}</h2></legend>
        <div className={styles.themes}>
          {THEMES.map((one) => (
            <TickField key={one} type="radio" name="theme" label={text.themes[one]} checked={one === chosen} onChange={() => chooseTheme(client, one)} />
          ))}
        </div>
      </fieldset>
    </section>
  );
}
