/** Sound with one clock: the media element's own time. Everything that moves asks it. */

import { clamp, exact, type Stretch } from "../../domain/time";
import type { Scope } from "../../scope/scope";
import { createStore, type Store } from "../../state/store";
import { played } from "../../state/played";
import { text } from "./text";

export interface Playing {
  playing: boolean;
  rate: number;
  /** Play this stretch again and again. */
  loop: boolean;
  /** Only this channel is heard; null: all. */
  solo: number | null;
  seconds: number;
  problem: string | null;
}

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** Ask whether the sound may still be heard: "held": yes, now again · "gone": no · "unknown": nobody answered. */
export type Renew = () => Promise<"held" | "gone" | "unknown">;

/** Seconds from which a recording is fetched only when it is played. */
const LONG = 600;

const SILENT: Playing = { playing: false, rate: 1, loop: false, solo: null, seconds: 0, problem: null };

export class Player {
  readonly state: Store<Playing> = createStore(SILENT);
  /** The stretch that is played, or looped; null: to the end. */
  readonly stretch: Store<Stretch | null> = createStore<Stretch | null>(null);
  readonly #heard = new Set<(time: number) => void>();
  #media: HTMLAudioElement | null = null;
  #scope: Scope | null = null;
  #sound: Sound | null = null;
  #ticking = false;
  #renewing = false;
  /** It was asked for anew, and has not been heard since: once is enough. */
  #renewed = false;

  /** Where in the recording one is, in seconds. */
  get time(): number {
    return this.#media?.currentTime ?? 0;
  }

  get ready(): boolean {
    return this.#media !== null;
  }

  /** Load a recording until the scope ends. `known` is its length, until the file itself tells; `renew`: how to hear it longer. */
  load(scope: Scope, url: string, known: number, renew: Renew | null = null): void {
    const media = new Audio();
    const { rate } = this.state.get();
    this.#media = media;
    this.#scope = scope;
    this.stretch.set(null);
    this.state.set({ ...SILENT, rate, seconds: known });
    this.#renewing = this.#renewed = false;
    this.#follow(scope, media);
    scope.listen(media, "error", () => void this.#failed(scope, media, renew));
    // Of a long one the browser would fetch megabytes each time an item is opened, heard or not.
    media.preload = known > LONG ? "metadata" : "auto";
    media.src = url;
    media.playbackRate = rate;
    scope.own(() => {
      media.pause();
      media.removeAttribute("src");
      media.load();
      this.#sound?.close();
      this.#sound = null;
      if (this.#media === media) this.#media = null;
    });
  }

  #follow(scope: Scope, media: HTMLAudioElement): void {
    const note = (change: Partial<Playing>) => this.state.set((now) => ({ ...now, ...change }));
    scope.listen(media, "play", () => { note({ playing: true, problem: null }); played.set((times) => times + 1); this.#tick(); });
    scope.listen(media, "pause", () => { note({ playing: false }); this.#say(); });
    scope.listen(media, "seeked", () => this.#say());
    scope.listen(media, "ended", () => note({ playing: false }));
    scope.listen(media, "loadedmetadata", () => {
      if (Number.isFinite(media.duration) && media.duration > 0) note({ seconds: media.duration });
    });
    scope.listen(media, "playing", () => { this.#renewed = false; });
  }

  /** Sound is given as long as its item is kept; after a long pause it is asked for anew, and goes on where it stopped. */
  async #failed(scope: Scope, media: HTMLAudioElement, renew: Renew | null): Promise<void> {
    if (this.#renewing) return;
    const { playing, rate } = this.state.get();
    const at = media.currentTime;
    this.#renewing = true;
    const kept = renew === null || this.#renewed ? "unknown" : await renew();
    this.#renewing = false;
    if (scope.ended) return;
    if (kept !== "held") {
      this.state.set((now) => ({ ...now, playing: false, problem: kept === "gone" ? text.over : text.problem }));
      return;
    }
    this.#renewed = true;
    media.load();
    media.playbackRate = rate;
    media.currentTime = at;
    this.state.set((now) => ({ ...now, problem: null }));
    if (playing) void this.play();
  }

  /** Hear the time before every paint while it plays, and whenever it jumps. */
  onTime(heard: (time: number) => void): () => void {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  }

  async play(): Promise<void> {
    try {
      await this.#media?.play();
    } catch (error) {
      // A pause right after is no trouble; a browser that waits for a first click is.
      if (error instanceof DOMException && error.name === "AbortError") return;
      // What cannot be loaded was told already, and may be on its way again.
      if (this.#media?.error || this.#renewing) return;
      this.state.set((now) => ({ ...now, problem: text.problem }));
    }
  }

  pause(): void {
    this.#media?.pause();
  }

  toggle(): void {
    if (this.state.get().playing) return this.pause();
    const stretch = this.stretch.get();
    if (stretch && !this.state.get().loop) this.stretch.set(null);
    if (this.time >= this.state.get().seconds - 0.01) this.seek(0);
    void this.play();
  }

  seek(time: number): void {
    const media = this.#media;
    if (!media) return;
    media.currentTime = clamp(exact(time), 0, this.state.get().seconds);
    const stretch = this.stretch.get();
    if (stretch && (time < stretch.start || time >= stretch.end)) this.stretch.set(null);
    this.#say();
  }

  step(by: number): void {
    this.seek(this.time + by);
  }

  /** Play a stretch from its start to its end. */
  hear(stretch: Stretch): void {
    if (!this.#media) return;
    this.stretch.set(stretch);
    this.#media.currentTime = stretch.start;
    this.#say();
    void this.play();
  }

  setLoop(loop: boolean, stretch: Stretch | null): void {
    this.state.set((now) => ({ ...now, loop }));
    this.stretch.set(loop ? stretch : null);
  }

  /** The next faster (or slower) rate. */
  faster(by: 1 | -1): void {
    const { rate } = this.state.get();
    const at = RATES.findIndex((one) => one >= rate);
    const next = RATES[clamp(at + by, 0, RATES.length - 1)] ?? 1;
    if (this.#media) this.#media.playbackRate = next;
    this.state.set((now) => ({ ...now, rate: next }));
  }

  /** Hear one channel alone, or all (null). */
  hearOnly(channel: number | null, channels: number): void {
    if (!this.#media) return;
    if (channel !== null) this.#sound ??= new Sound(this.#media, channels);
    this.#sound?.hearOnly(channel);
    this.state.set((now) => ({ ...now, solo: channel }));
  }

  #tick(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    const again = () => {
      const media = this.#media;
      if (!media || media.paused) {
        this.#ticking = false;
        return;
      }
      this.#atEnd(media);
      this.#say();
      this.#scope?.frame(again);
    };
    this.#scope?.frame(again);
    this.#scope?.own(() => { this.#ticking = false; });
  }

  #atEnd(media: HTMLAudioElement): void {
    const stretch = this.stretch.get();
    if (!stretch || media.currentTime < stretch.end) return;
    if (this.state.get().loop) {
      media.currentTime = stretch.start;
      return;
    }
    media.pause();
    media.currentTime = stretch.end;
    this.stretch.set(null);
  }

  #say(): void {
    const { time } = this;
    for (const heard of this.#heard) heard(time);
  }
}

/** The channels apart. Made only when one is to be heard alone, because it delays the sound a little. */
class Sound {
  readonly #context = new AudioContext();
  readonly #gains: GainNode[];

  constructor(media: HTMLAudioElement, channels: number) {
    const source = this.#context.createMediaElementSource(media);
    const splitter = this.#context.createChannelSplitter(channels);
    source.connect(splitter);
    this.#gains = Array.from({ length: channels }, (_, channel) => {
      const gain = this.#context.createGain();
      splitter.connect(gain, channel);
      gain.connect(this.#context.destination);
      return gain;
    });
    void this.#context.resume();
  }

  hearOnly(channel: number | null): void {
    for (const [index, gain] of this.#gains.entries()) gain.gain.value = channel === null || channel === index ? 1 : 0;
  }

  close(): void {
    void this.#context.close();
  }
}
