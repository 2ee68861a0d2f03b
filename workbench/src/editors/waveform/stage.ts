/** The waveform on the page: owns the canvas, the playhead and the pointer, and repaints when something changed. */

import { clock } from "../../domain/time";
import { around, fit, follow, goesAlong, scroll, toPixel, toTime, whole, zoom, type View } from "../../domain/view";
import type { Scope } from "../../scope/scope";
import { createStore, type Store } from "../../state/store";
import { theme } from "../../state/theme";
import type { Player } from "../player/player";
import { IDLE, intent, move, press, type At, type Drag, type Intent } from "./drag";
import { hit, rowsOf, type Hit } from "./layout";
import { paint } from "./paint";
import { readPalette, type Palette } from "./palette";
import type { PeakSource } from "./peakSource";
import { NOTHING, type Scene } from "./scene";
import { SoundLayer } from "./soundLayer";

export interface Parts {
  host: HTMLElement;
  canvas: HTMLCanvasElement;
  playhead: HTMLElement;
  player: Player;
}

export interface Heard {
  /** What a drag would do, while it is under way; null when it is given up. */
  preview: (intent: Intent | null) => void;
  /** What the pointer did. */
  done: (intent: Intent) => void;
}

const PAGE = 30;

export class Stage {
  readonly view: Store<View> = createStore<View>({ from: 0, seconds: 1 });
  #scene: Scene = NOTHING;
  #source: PeakSource | null = null;
  #parts: Parts | null = null;
  #scope: Scope | null = null;
  #palette: Palette | null = null;
  #sound: SoundLayer | null = null;
  #drag: Drag = IDLE;
  #heard: Heard = { preview: () => undefined, done: () => undefined };
  #painting = false;
  #width = 0;
  #height = 0;
  /** The view goes along with what plays. */
  #along = true;
  #played = 0;
  #title = "";

  /** Take hold of the elements until the scope ends. */
  mount(scope: Scope, parts: Parts): void {
    this.#parts = parts;
    this.#scope = scope;
    this.#painting = false;
    const { host, player } = parts;
    scope.own(() => { this.#parts = this.#scope = null; });
    scope.resized(host, () => this.#resize());
    scope.own(this.view.subscribe(() => { this.repaint(); this.#movePlayhead(); }));
    scope.own(player.onTime((time) => this.#heardAt(time)));
    this.#followColours(scope);
    this.#followPointer(scope, host);
    this.#resize();
  }

  /** Show a scene. A recording of another length is looked at anew. */
  show(scene: Scene, source: PeakSource | null, heard: Heard): void {
    this.#scene = scene;
    this.#source = source;
    this.#heard = heard;
    this.repaint();
  }

  /** Look at a stretch, or at the start of the recording. */
  look(stretch: { start: number; end: number } | null): void {
    const { seconds } = this.#scene;
    const least = Math.min(seconds, 12);
    if (!stretch) return this.view.set(seconds <= 3 * PAGE ? whole(seconds) : { from: 0, seconds: 2 * PAGE });
    const view = around(stretch.start, stretch.end, seconds, 0.4);
    const missing = Math.max(0, least - view.seconds);
    this.view.set(fit({ from: view.from - missing / 2, seconds: view.seconds + missing }, seconds));
  }

  lookAtAll(): void {
    this.view.set(whole(this.#scene.seconds));
  }

  /** Bring a time into view without changing how close one is. */
  reveal(time: number): void {
    this.view.set((view) => follow(view, time, this.#scene.seconds));
  }

  zoom(factor: number, at = this.#parts?.player.time ?? 0): void {
    const { seconds } = this.#scene;
    this.view.set((view) => {
      const inside = at >= view.from && at <= view.from + view.seconds;
      return zoom(view, factor, inside ? at : view.from + view.seconds / 2, seconds);
    });
  }

  /** Paint before the next frame, however often it is asked. */
  repaint(): void {
    if (this.#painting || !this.#scope) return;
    this.#painting = true;
    this.#scope.frame(() => {
      this.#painting = false;
      this.#paint();
    });
  }

  #paint(): void {
    const { canvas, host } = this.#parts ?? {};
    const context = canvas?.getContext("2d");
    if (!canvas || !host || !context || this.#width === 0) return;
    this.#palette ??= readPalette(host);
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const sheet = {
      context, width: this.#width, height: this.#height, ratio, view: this.view.get(),
      rows: rowsOf(this.#scene.lanes, this.#height), palette: this.#palette,
    };
    this.#sound ??= new SoundLayer();
    paint(sheet, this.#scene, this.#source, this.#sound);
    host.dataset["wave"] = this.#source?.facts ? "ready" : "waiting";
  }

  #resize(): void {
    const { host, canvas } = this.#parts ?? {};
    if (!host || !canvas) return;
    const ratio = window.devicePixelRatio || 1;
    this.#width = host.clientWidth;
    this.#height = host.clientHeight;
    canvas.width = Math.round(this.#width * ratio);
    canvas.height = Math.round(this.#height * ratio);
    this.#paint();
    this.#movePlayhead();
  }

  #followColours(scope: Scope): void {
    const changed = () => {
      this.#palette = null;
      this.repaint();
    };
    scope.listen(window.matchMedia("(prefers-color-scheme: dark)"), "change", changed);
    scope.listen(window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`), "change", () => this.#resize());
    scope.own(theme.subscribe(changed));
  }

  #heardAt(now: number): void {
    const heard = { playing: this.#parts?.player.state.get().playing ?? false, before: this.#played, now };
    this.#played = now;
    this.#along = goesAlong(this.#along, this.view.get(), heard);
    if (this.#along && this.#drag.state === "idle") this.reveal(now);
    this.#movePlayhead(now);
  }

  #movePlayhead(time = this.#parts?.player.time ?? 0): void {
    const { playhead } = this.#parts ?? {};
    if (!playhead) return;
    const x = toPixel(this.view.get(), time, this.#width);
    playhead.style.transform = `translateX(${x}px)`;
    playhead.hidden = x < -1 || x > this.#width + 1;
    const title = clock(time);
    if (title !== this.#title) playhead.title = this.#title = title;
  }

  #followPointer(scope: Scope, host: HTMLElement): void {
    scope.listen(host, "pointerdown", (event) => this.#press(event));
    scope.listen(host, "pointermove", (event) => this.#move(event));
    scope.listen(host, "pointerup", () => this.#release());
    scope.listen(host, "pointercancel", () => this.#giveUp());
    scope.listen(host, "wheel", (event) => this.#wheel(event), { passive: false });
    scope.listen(host, "keydown", (event) => {
      if (event.key === "Escape" && this.#drag.state !== "idle") this.#giveUp();
    });
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#parts?.host.setPointerCapture(event.pointerId);
    this.#parts?.host.focus({ preventScroll: true });
    this.#drag = press(this.#at(event), this.#hit(event));
  }

  #move(event: PointerEvent): void {
    if (this.#drag.state === "idle") {
      this.#point(this.#hit(event));
      return;
    }
    this.#drag = move(this.#drag, this.#at(event));
    if (this.#drag.state === "dragging") this.#heard.preview(intent(this.#drag, this.#scene.editable));
  }

  #release(): void {
    const done = intent(this.#drag, this.#scene.editable);
    this.#drag = IDLE;
    this.#heard.preview(null);
    if (done) this.#heard.done(done);
  }

  #giveUp(): void {
    this.#drag = IDLE;
    this.#heard.preview(null);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const { seconds } = this.#scene;
    const view = this.view.get();
    if (event.ctrlKey || event.altKey) this.zoom(Math.exp(-event.deltaY / 300), this.#at(event).time);
    else this.view.set(scroll(view, ((event.deltaX || event.deltaY) / Math.max(this.#width, 1)) * view.seconds, seconds));
    this.#along = goesAlong(false, this.view.get(), { playing: true, before: this.#played, now: this.#played });
  }

  #at({ clientX }: MouseEvent): At {
    const x = clientX - (this.#parts?.host.getBoundingClientRect().left ?? 0);
    return { x, time: Math.min(Math.max(toTime(this.view.get(), x, this.#width), 0), this.#scene.seconds) };
  }

  #hit({ clientX, clientY }: MouseEvent): Hit {
    const box = this.#parts?.host.getBoundingClientRect();
    const point = { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) };
    const { lanes, segments, selected } = this.#scene;
    return hit(point, rowsOf(lanes, this.#height), segments, selected, this.view.get(), this.#width);
  }

  #point({ what }: Hit): void {
    const { host } = this.#parts ?? {};
    if (!host) return;
    const { editable } = this.#scene;
    host.style.cursor = !editable ? "pointer" : what === "edge" ? "ew-resize" : what === "segment" ? "grab" : what === "lane" ? "crosshair" : "pointer";
  }
}
