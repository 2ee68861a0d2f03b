import { clashes } from "../../domain/segments";
import { clock } from "../../domain/time";
import { useStore } from "../../state/store";
import { TickField } from "../../ui/Field";
import { did } from "../answering/did";
import type { Segmenting } from "./segmenting";
import { SegmentRow } from "./SegmentRow";
import { text } from "./text";
import styles from "./Segments.module.css";

/** The segments as a list: all that can be done on the waveform, without it. */
export function SegmentsPanel({ segmenting, none, speakers }: { segmenting: Segmenting; none: boolean; speakers: readonly string[] }) {
  useStore(segmenting.answering.steps);
  const { id } = useStore(segmenting.chosen);
  const begun = useStore(segmenting.begun);
  const lane = useStore(segmenting.lane);
  const { all, task, answering, lanes } = segmenting;
  const clash = clashes(all);
  return (
    <div className={styles.panel} data-segments>
      <p className="muted small" role="status">
        {begun === null ? (all.length === 0 ? text.how : "") : text.from(clock(begun))}
        {lanes.length > 1 && begun === null ? ` ${text.lane(lanes[lane]?.name ?? "")}` : ""}
      </p>
      {clash ? <p className={styles.clash} role="status">{text.clash(clash[0].speaker ?? text.nobody, clock(clash[1].start, 2))}</p> : null}
      <ol className={styles.list} aria-label={text.list}>
        {all.map((segment) => <SegmentRow key={segment.id} segment={segment} segmenting={segmenting} chosen={segment.id === id} speakers={speakers} />)}
      </ol>
      {all.length === 0 ? (
        <TickField
          label={text.nothing} checked={none} aria-keyshortcuts="N"
          onChange={() => did(answering.change(task, { shape: "segments", segments: [], none: !none }, text.noneSaid))}
        />
      ) : null}
    </div>
  );
}
