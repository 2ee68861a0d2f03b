import { useMemo } from "react";
import { clock } from "../../domain/time";
import type { Player } from "../../editors/player/player";
import { Button } from "../../ui/Button";
import type { ReviewedAnswer } from "./calls";
import { parting } from "./scene";
import { text } from "./text";

const MOST = 24;

/** Where the answers part, to be heard one after another. */
export function Parting({ answers, player }: { answers: readonly ReviewedAnswer[]; player: Player }) {
  const all = useMemo(() => parting(answers).slice(0, MOST), [answers]);
  if (all.length === 0) return null;
  return (
    <div>
      <h3>{text.disputed}</h3>
      <div className="row">
        {all.map((stretch) => (
          <Button key={stretch.start} small title={text.play(clock(stretch.start), clock(stretch.end))} onMouseDown={(event) => event.preventDefault()} onClick={() => player.hear(stretch)}>
            {clock(stretch.start, 1)}–{clock(stretch.end, 1)}
          </Button>
        ))}
      </div>
    </div>
  );
}
