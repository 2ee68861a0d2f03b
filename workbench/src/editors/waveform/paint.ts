/** Painting a waveform on a canvas. Sizes are CSS pixels; the context is scaled to the screen's. */

import { clock } from "../../domain/time";
import { ticks, toPixel, type View } from "../../domain/view";
import { RULER, type Row } from "./layout";
import type { Palette } from "./palette";
import type { PeakSource } from "./peakSource";
import type { Drawn, Scene } from "./scene";
import type { SoundLayer } from "./soundLayer";

export interface Sheet {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  /** Screen pixels in a CSS pixel. */
  ratio: number;
  view: View;
  rows: readonly Row[];
  palette: Palette;
}

export function paint(sheet: Sheet, scene: Scene, source: PeakSource | null, sound: SoundLayer): void {
  const { context, width, height, palette, rows } = sheet;
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, width, height);
  context.font = palette.font;
  context.textBaseline = "middle";
  for (const [index, row] of rows.entries()) paintRow(sheet, row, index);
  for (const turn of scene.turns) paintTurn(sheet, turn);
  if (source) sound.paint(sheet, source);
  for (const drawn of scene.segments) paintSegment(sheet, drawn, drawn.segment.id === scene.selected, scene.editable);
  paintOver(sheet, scene);
  paintRuler(sheet, scene.seconds);
}

function paintRow({ context, width, palette }: Sheet, { top, height }: Row, index: number): void {
  if (index % 2 === 1) {
    context.fillStyle = palette.raised;
    context.fillRect(0, top, width, height);
  }
  context.fillStyle = palette.line;
  context.fillRect(0, Math.round(top), width, 1);
}

function paintTurn({ context, width, view, rows, palette }: Sheet, turn: Scene["turns"][number]): void {
  const row = rows.find(({ lane }) => lane === turn.lane);
  if (!row || !inView(view, turn)) return;
  const [left, right] = pixels(view, turn, width);
  if (turn.target) {
    context.fillStyle = palette.tint;
    context.fillRect(left, RULER, right - left, (rows.at(-1)?.top ?? 0) + (rows.at(-1)?.height ?? 0) - RULER);
  }
  context.fillStyle = turn.target ? palette.accent : palette.edge;
  context.fillRect(left, row.top + row.height - 4, Math.max(1, right - left - 1), 3);
}

const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

function paintSegment({ context, width, view, rows, palette }: Sheet, { segment, lane, colour, caption }: Drawn, selected: boolean, editable: boolean): void {
  const row = rows.find((one) => one.lane === lane);
  if (!row || !inView(view, segment)) return;
  const [left, right] = pixels(view, segment, width);
  const wide = Math.max(1, right - left);
  const [top, high] = [row.top + 2, row.height - 6];
  const paint = palette.labels[colour % palette.labels.length] ?? palette.accent;
  context.fillStyle = paint;
  context.globalAlpha = selected ? 0.42 : 0.26;
  context.fillRect(left, top, wide, high);
  context.globalAlpha = 1;
  context.strokeStyle = selected ? palette.ink : paint;
  context.lineWidth = selected ? 2 : 1;
  // Where a colour comes again, its border differs.
  context.setLineDash(DASHES[Math.floor(colour / palette.labels.length) % DASHES.length] ?? []);
  context.strokeRect(left + 0.5, top + 0.5, Math.max(0, wide - 1), high - 1);
  context.setLineDash([]);
  if (selected && editable && wide > 12) {
    context.fillStyle = palette.ink;
    context.fillRect(left, top + high / 2 - 7, 3, 14);
    context.fillRect(right - 3, top + high / 2 - 7, 3, 14);
  }
  if (caption && wide > 24) write(context, palette, caption, Math.max(left, 0) + 6, top + 10, Math.min(right, width) - Math.max(left, 0) - 10);
}

function write(context: CanvasRenderingContext2D, palette: Palette, caption: string, left: number, middle: number, room: number): void {
  if (room < 14) return;
  context.save();
  context.beginPath();
  context.rect(left, middle - 9, room, 18);
  context.clip();
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = palette.paper;
  context.fillStyle = palette.ink;
  context.strokeText(caption, left, middle);
  context.fillText(caption, left, middle);
  context.restore();
}

/** Overlapped speech: hatched below the ruler, so that it is seen whatever the colours are. */
function paintOver({ context, width, view, palette }: Sheet, { over }: Scene): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  for (const stretch of over) {
    if (!inView(view, stretch)) continue;
    const [left, right] = pixels(view, stretch, width);
    context.save();
    context.beginPath();
    context.rect(left, RULER, Math.max(2, right - left), 7);
    context.clip();
    context.beginPath();
    for (let x = Math.floor(left / 5) * 5 - 8; x < right + 8; x += 5) {
      context.moveTo(x, RULER + 8);
      context.lineTo(x + 8, RULER - 1);
    }
    context.stroke();
    context.restore();
  }
}

function paintRuler({ context, width, view, palette }: Sheet, seconds: number): void {
  const { step, at } = ticks(view, width);
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
  context.lineWidth = 1;
  for (const time of at) {
    if (time > seconds + 1e-6) break;
    const x = toPixel(view, time, width);
    context.fillStyle = palette.line;
    context.fillRect(x, 0, 1, RULER);
    context.fillStyle = palette.muted;
    context.fillText(clock(time, digits), x + 4, RULER / 2);
  }
}

function inView(view: View, { start, end }: { start: number; end: number }): boolean {
  return start < view.from + view.seconds && end > view.from;
}

/** Kept near the canvas: very long rectangles lose their edges. */
function pixels(view: View, { start, end }: { start: number; end: number }, width: number): [number, number] {
  return [Math.max(-10, toPixel(view, start, width)), Math.min(width + 10, toPixel(view, end, width))];
}
