import { useState } from "react";
import { useScope } from "../../scope/useScope";
import { fromServer, PeakSource } from "./peakSource";

interface Opened {
  url: string;
  source: PeakSource;
}

/** Sources opened ahead of time, so that the next item's sound is drawn at once. The last few are enough. */
const ahead = new Map<string, PeakSource>();
const MOST = 4;

/** The peaks of a recording, and a number that grows whenever more of them have come. */
export function usePeaks(url: string | null): { source: PeakSource | null; arrived: number } {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [arrived, setArrived] = useState(0);
  useScope((scope) => {
    if (!url) return;
    const source = peaksOf(url);
    scope.own(source.onChange(() => setArrived((count) => count + 1)));
    setOpened({ url, source });
  }, [url]);
  return { source: opened && opened.url === url ? opened.source : null, arrived };
}

/** Fetch what is needed to draw a recording. */
export function warmPeaks(url: string): void {
  peaksOf(url);
}

/** Ask again for what could not be fetched. */
export function peaksAgain(url: string): void {
  void ahead.get(url)?.again();
}

function peaksOf(url: string): PeakSource {
  const known = ahead.get(url);
  if (known) return known;
  const made = new PeakSource(fromServer(url));
  void made.open();
  ahead.set(url, made);
  for (const old of ahead.keys()) {
    if (ahead.size <= MOST) break;
    ahead.delete(old);
  }
  return made;
}
