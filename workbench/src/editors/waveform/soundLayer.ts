/** The sound itself, painted once for a view and then only copied: segments change far more often than what is heard. */

import { columns } from "../../domain/peaks";
import type { Row } from "./layout";
import type { Sheet } from "./paint";
import type { Found, PeakSource } from "./peakSource";

export class SoundLayer {
  readonly #canvas = document.createElement("canvas");
  #painted = "";

  /** Put the sound on a sheet; it is painted anew only when the view, the size, the colours or the peaks have changed. */
  paint(sheet: Sheet, source: PeakSource): void {
    const { view, width, height, ratio, rows, palette } = sheet;
    const key = JSON.stringify([source.number, source.arrived, view, width, height, ratio, rows, palette.wave]);
    if (key !== this.#painted) {
      this.#painted = key;
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
      const context = this.#canvas.getContext("2d");
      if (!context) return;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      paintSound({ ...sheet, context }, source);
    }
    sheet.context.drawImage(this.#canvas, 0, 0, width, height);
  }
}

function paintSound(sheet: Sheet, source: PeakSource): void {
  const { view, width, ratio, rows } = sheet;
  const { facts } = source;
  if (!facts) return;
  const found = source.read(view.from, view.from + view.seconds, view.seconds / (width * ratio));
  if (!found) return;
  for (const row of rows) {
    if (row.sound === null) continue;
    const heard = row.sound === "all" ? found.channels.map((_, index) => index) : [row.sound];
    for (const channel of heard) paintChannel(sheet, row, found, { channel, rate: facts.sample_rate, gain: source.gain(channel) });
  }
}

function paintChannel({ context, width, ratio, view, palette }: Sheet, row: Row, found: Found, { channel, rate, gain }: { channel: number; rate: number; gain: number }): void {
  const points = found.channels[channel];
  if (!points) return;
  const wide = Math.ceil(width * ratio);
  const perSecond = rate / found.samplesPerPoint;
  const values = columns(points, found.first, (view.seconds * perSecond) / wide, view.from * perSecond, wide);
  const middle = row.top + row.height / 2;
  const half = (row.height / 2 - 3) * gain;
  context.fillStyle = palette.wave;
  context.beginPath();
  for (let pixel = 0; pixel < wide; pixel += 1) {
    const low = values[pixel * 2] ?? 0;
    const high = values[pixel * 2 + 1] ?? 0;
    const top = middle - high * half;
    context.rect(pixel / ratio, top, 1 / ratio, Math.max(1 / ratio, (high - low) * half));
  }
  context.fill();
}

