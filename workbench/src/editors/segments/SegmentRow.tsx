import { memo, useEffect, useRef, useState } from "react";
import { keyOf, shown } from "../../domain/labels";

import type { Edge, Segment } from "../../domain/segments";
import { clock, seconds } from "../../domain/time";
import { Button } from "../../ui/Button";
import { LongTextField, SelectField, TextField } from "../../ui/Field";
import { LabelMark, Swatch } from "../../ui/LabelMark";
import { did } from "../answering/did";
import type { Segmenting } from "./segmenting";
import { text } from "./text";
import styles from "./Segments.module.css";

interface Props {
  segment: Segment;
  segmenting: Segmenting;
  chosen: boolean;
  speakers: readonly string[];
}

/** One segment: a line; when it is chosen, its fields. */
export const SegmentRow = memo(function SegmentRow({ segment, segmenting, chosen, speakers }: Props) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const { start, end, speaker, label } = segment;
  const place = segmenting.task.labels.findIndex(({ id }) => id === label);
  const named = segmenting.task.labels[place];
  const play = () => {
    segmenting.choose(segment.id);
    segmenting.player.hear(segment);
  };
  return (
    <li ref={row} className={`${styles.row} ${chosen ? styles.chosen : ""}`} aria-current={chosen || undefined}>
      <button type="button" className={styles.line} onClick={play} title={text.play(clock(start), clock(end))}>
        {named ? <Swatch index={place} /> : <Swatch index={Math.max(0, speakers.indexOf(speaker ?? ""))} />}
        <span className={styles.time}>{clock(start, 2)}–{clock(end, 2)}</span>
        <span className={styles.who} dir="auto">{speaker ?? ""}</span>
        {named ? <span className={styles.label} dir="auto">{shown(named)}</span> : null}
        <span className={styles.said} dir="auto">{segment.text ?? ""}</span>
      </button>
      {chosen ? <Fields segment={segment} segmenting={segmenting} speakers={speakers} /> : null}
    </li>
  );
});

function Fields({ segment, segmenting, speakers }: Omit<Props, "chosen">) {
  const { id } = segment;
  const { labels } = segmenting.task;
  return (
    <div className={styles.fields}>
      <div className={styles.pair}>
        <TimeField segment={segment} segmenting={segmenting} edge="start" />
        <TimeField segment={segment} segmenting={segmenting} edge="end" />
        <Speaker segment={segment} segmenting={segmenting} speakers={speakers} />
      </div>
      {labels.length > 0 ? (
        <div className={styles.keys} role="group" aria-label={text.label}>
          {labels.map((label, index) => (
            <Button key={label.id} small aria-pressed={segment.label === label.id} hotkey={keyOf(index) ?? undefined} className={segment.label === label.id ? styles.pressed : ""} onClick={() => did(segmenting.label(label.id))}>
              <LabelMark label={label} index={index} />
            </Button>
          ))}
        </div>
      ) : null}
      <LongTextField
        label={text.words} rows={2} dir="auto" data-segment-text value={segment.text ?? ""}
        onChange={(event) => did(segmenting.change(id, { text: event.target.value || null }, "text"))}
        onBlur={() => segmenting.answering.close()}
        onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }}
      />
    </div>
  );
}

function TimeField({ segment, segmenting, edge }: { segment: Segment; segmenting: Segmenting; edge: Edge }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const take = () => {
    if (typed === null) return;
    const time = seconds(typed);
    setWrong(time === null || time > segmenting.seconds);
    if (time === null || time > segmenting.seconds) return;
    did(segmenting.setEdge(segment.id, edge, time));
    setTyped(null);
  };
  return (
    <TextField
      label={edge === "start" ? text.start : text.end} className="number" autoComplete="off" spellCheck={false} error={wrong ? text.badTime : null}
      value={typed ?? clock(segment[edge])} onChange={(event) => setTyped(event.target.value)} onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        if (event.key === "Escape") { setTyped(null); event.currentTarget.blur(); }
      }}
    />
  );
}

const SOMEBODY = "\u0000new";

function Speaker({ segment, segmenting, speakers }: Omit<Props, "chosen">) {
  const [naming, setNaming] = useState(false);
  const give = (speaker: string | null) => did(segmenting.change(segment.id, { speaker: speaker || null, track: null }));
  if (naming) {
    const done = (name: string) => {
      setNaming(false);
      if (name.trim()) give(name.trim());
    };
    return (
      <TextField
        label={text.newSpeaker} autoFocus autoComplete="off" dir="auto" onBlur={(event) => done(event.target.value)}
        onKeyDown={(event) => { if (event.key === "Enter") done(event.currentTarget.value); if (event.key === "Escape") setNaming(false); }}
      />
    );
  }
  const choices = [
    { value: "", label: text.nobody }, ...speakers.map((name) => ({ value: name, label: name })), { value: SOMEBODY, label: `${text.newSpeaker} …` },
  ];
  return (
    <SelectField
      label={text.speaker} choices={choices} value={segment.speaker ?? ""}
      onChange={(event) => { if (event.target.value === SOMEBODY) setNaming(true); else give(event.target.value); }}
    />
  );
}
