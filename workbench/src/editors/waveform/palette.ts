/** The colours of the page as a canvas needs them. They come from the stylesheet, through elements that carry its classes. */

import styles from "./Waveform.module.css";

const NAMES = ["paper", "raised", "ink", "muted", "line", "edge", "accent", "tint", "wave"] as const;

export type Palette = Record<(typeof NAMES)[number], string> & { labels: string[]; font: string };

const LABELS = 8;

/** Read the colours that hold now: light or dark. */
export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  const colour = (name: string) => {
    probe.className = styles[name] ?? "";
    return getComputedStyle(probe).color;
  };
  const named = Object.fromEntries(NAMES.map((name) => [name, colour(name)])) as Record<(typeof NAMES)[number], string>;
  const labels = Array.from({ length: LABELS }, (_, index) => colour(`label${index + 1}`));
  const font = `12px ${getComputedStyle(host).fontFamily}`;
  probe.remove();
  return { ...named, labels, font };
}
