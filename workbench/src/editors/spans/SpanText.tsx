import { useEffect, useRef } from "react";
import type { Label } from "../../api/types";
import { lookOf, shown } from "../../domain/labels";
import { cutAt, keyOf, toPoint, type Piece, type Range, type Span } from "../../domain/spans";
import { useScope } from "../../scope/useScope";
import { useStore } from "../../state/store";
import { announce } from "../../ui/Announcer";
import type { SpanSelection } from "./selection";
import { text } from "./text";
import styles from "./Spans.module.css";

interface Props {
  selection: SpanSelection;
  spans: readonly Span[];
  labels: readonly Label[];
  /** The keys or the mouse are in this text now. */
  onEnter: () => void;
}

/** The text of a turn whose words can be selected and marked. */
export function SpanText({ selection, spans, labels, onEnter }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const entered = useRef(onEnter);
  useEffect(() => { entered.current = onEnter; });
  const { range } = useStore(selection.selected);
  useScope((scope) => {
    scope.own(selection.selected.subscribe(() => { if (selection.quoted) announce(text.selected(selection.quoted)); }));
    scope.listen(document, "pointerup", (event) => {
      const swept = host.current && sweptIn(host.current, selection.text);
      if (!swept) return;
      entered.current();
      selection.sweep(swept, event.altKey);
      window.getSelection()?.removeAllRanges();
    });
  }, [selection]);
  const pieces = cutAt(selection.text, spans, range ? [range.start, range.end] : []);
  return (
    <div
      ref={host} className={`${styles.text} text`} data-spans tabIndex={0} dir="auto" role="group" aria-label={text.words} onFocus={onEnter}
      onKeyDown={(event) => { if (event.key === "Escape") { selection.clear(); event.currentTarget.blur(); } }}
    >
      {pieces.map((piece) => (
        <OnePiece key={piece.start} piece={piece} labels={labels} selected={range !== null && piece.start >= range.start && piece.end <= range.end} />
      ))}
    </div>
  );
}

function OnePiece({ piece, labels, selected }: { piece: Piece; labels: readonly Label[]; selected: boolean }) {
  const top = piece.spans.at(-1);
  const place = top ? labels.findIndex(({ id }) => id === top.label) : -1;
  const { colour, pattern } = lookOf(Math.max(0, place));
  const classes = [selected ? styles.selected : "", top ? `${styles.marked} ${styles[`c${colour}`]} ${styles[`p${pattern}`]}` : ""];
  const ends = piece.spans.filter(({ end }) => end === piece.end);
  return (
    <span className={classes.join(" ")} data-start={piece.start}>
      <span data-words>{piece.text}</span>
      {ends.map((span) => <Tag key={keyOf(span)} span={span} labels={labels} />)}
    </span>
  );
}

/** The label at the end of a mark: colour alone would not say it. */
function Tag({ span, labels }: { span: Span; labels: readonly Label[] }) {
  const label = labels.find(({ id }) => id === span.label);
  return <span className={styles.tag}>{label ? shown(label) : (span.label ?? text.mark)}</span>;
}

/** What the browser's own selection covers of the text, in code points; null when it lies elsewhere. */
function sweptIn(host: HTMLElement, whole: string): Range | null {
  const swept = window.getSelection();
  if (!swept || swept.isCollapsed || swept.rangeCount === 0) return null;
  const range = swept.getRangeAt(0);
  if (!host.contains(range.commonAncestorContainer)) return null;
  const start = pointAt(range.startContainer, range.startOffset, whole);
  const end = pointAt(range.endContainer, range.endOffset, whole);
  return start === null || end === null ? null : { start: Math.min(start, end), end: Math.max(start, end) };
}

function pointAt(node: Node, offset: number, whole: string): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const piece = element?.closest<HTMLElement>("[data-start]");
  // At the edge of the whole text the browser names the element around.
  if (!piece) return offset === 0 ? 0 : toPoint(whole, whole.length);
  const start = Number(piece.dataset["start"]);
  const inWords = element?.closest("[data-words]");
  const words = inWords?.textContent ?? piece.querySelector("[data-words]")?.textContent ?? "";
  return start + toPoint(words, node.nodeType === Node.TEXT_NODE && inWords ? offset : words.length);
}
