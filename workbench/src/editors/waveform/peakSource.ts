/** The peaks of one recording, fetched in blocks as they come into view. */

import { call, callForBytes } from "../../api/client";
import { decode, levelFor, pointsOf, type PeakFacts, type Points } from "../../domain/peaks";

const BLOCK = 4096;
const MOST_BLOCKS = 400;

/** How the blocks come in. Given from outside for tests. */
export interface PeakLoader {
  facts(): Promise<PeakFacts>;
  points(level: number, first: number, last: number): Promise<ArrayBuffer>;
}

export interface Found {
  level: number;
  samplesPerPoint: number;
  /** The point that each channel's list starts with. */
  first: number;
  channels: Points[];
}

let made = 0;

export class PeakSource {
  readonly #loader: PeakLoader;
  readonly #listeners = new Set<() => void>();
  readonly #blocks = new Map<string, Points[] | "coming" | "failed">();
  #facts: PeakFacts | null = null;
  #gains: number[] = [];
  /** Which source this is, and how often more has come in: together they tell whether a picture of it is out of date. */
  readonly number = ++made;
  arrived = 0;

  constructor(loader: PeakLoader) {
    this.#loader = loader;
  }

  get facts(): PeakFacts | null {
    return this.#facts;
  }

  /** Hear that more has come in. */
  onChange(heard: () => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  /** Fetch what there is, and the coarsest level: something to draw at once, whatever comes into view. */
  async open(): Promise<void> {
    try {
      this.#facts = await this.#loader.facts();
    } catch {
      return;
    }
    const { levels, seconds } = this.#facts;
    this.#at(this.#facts, levels.length - 1, 0, seconds);
    this.#changed();
  }

  /** Ask again for what could not be fetched. */
  async again(): Promise<void> {
    for (const [key, block] of [...this.#blocks]) if (block === "failed") this.#blocks.delete(key);
    if (this.#facts) this.#changed();
    else await this.open();
  }

  /** What a channel is drawn louder by, so that a quiet call is seen as well as a loud one. */
  gain(channel: number): number {
    return this.#gains[channel] ?? 1;
  }

  /** The points of a stretch at the level that fits; where they are not here yet, those of a coarser one. */
  read(from: number, to: number, secondsPerPixel: number): Found | null {
    const facts = this.#facts;
    if (!facts) return null;
    const wanted = levelFor(facts, secondsPerPixel);
    const found = this.#at(facts, wanted, from, to);
    if (found) return found;
    for (let level = wanted + 1; level < facts.levels.length; level += 1) {
      const coarser = this.#at(facts, level, from, to, level === facts.levels.length - 1);
      if (coarser) return coarser;
    }
    return null;
  }

  #at(facts: PeakFacts, level: number, from: number, to: number, fetch = true): Found | null {
    const [first, last] = pointsOf(facts, level, from, to);
    const start = Math.floor(first / BLOCK);
    const end = Math.max(start + 1, Math.ceil(last / BLOCK));
    const blocks: Points[][] = [];
    let whole = true;
    for (let block = start; block < end; block += 1) {
      const here = this.#block(facts, level, block, fetch);
      if (here) blocks.push(here);
      else whole = false;
    }
    if (!whole) return null;
    return {
      level, samplesPerPoint: facts.levels[level]?.samples_per_point ?? 1, first: start * BLOCK,
      channels: Array.from({ length: facts.channels }, (_, channel) => join(blocks.map((one) => one[channel] ?? new Float32Array(0)))),
    };
  }

  #block(facts: PeakFacts, level: number, block: number, fetch: boolean): Points[] | null {
    const key = `${level}:${block}`;
    const here = this.#blocks.get(key);
    if (here === undefined && fetch) void this.#fetch(facts, level, block, key);
    if (typeof here !== "object") return null;
    this.#blocks.delete(key);
    this.#blocks.set(key, here);
    return here;
  }

  async #fetch(facts: PeakFacts, level: number, block: number, key: string): Promise<void> {
    this.#blocks.set(key, "coming");
    const last = Math.min((block + 1) * BLOCK, facts.levels[level]?.points ?? 0);
    try {
      const points = decode(await this.#loader.points(level, block * BLOCK, last), facts.channels, facts.bits);
      this.#blocks.set(key, points);
      if (level === facts.levels.length - 1) this.#gains = points.map(gainOf);
      this.#forgetOld();
    } catch {
      this.#blocks.set(key, "failed");
    }
    this.#changed();
  }

  #changed(): void {
    this.arrived += 1;
    for (const heard of [...this.#listeners]) heard();
  }

  #forgetOld(): void {
    for (const key of this.#blocks.keys()) {
      if (this.#blocks.size <= MOST_BLOCKS) return;
      this.#blocks.delete(key);
    }
  }
}

const LOUDEST = 0.9;
const MOST_GAIN = 12;

/** The coarsest level tells how loud a recording gets. */
function gainOf(points: Points): number {
  const peak = points.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return peak === 0 ? 1 : Math.min(MOST_GAIN, LOUDEST / peak);
}

function join(parts: readonly Points[]): Points {
  if (parts.length === 1 && parts[0]) return parts[0];
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Peaks from the server: facts as JSON, points as bytes. */
export function fromServer(url: string): PeakLoader {
  return {
    facts: () => call<PeakFacts>(url),
    points: (level, first, last) => callForBytes(`${url}/points`, { query: { level, first, last } }),
  };
}
