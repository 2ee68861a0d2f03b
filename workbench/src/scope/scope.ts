/** An owner of what has been started: listeners, timers, observers, and owners below it. */

type Stop = () => void;

export class Scope {
  #stops: Stop[] = [];
  #ended = false;

  /** True once `dispose` was called: nothing can be started any more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Own something that is stopped by a call. Called at once when the scope has ended already. */
  own(stop: Stop): Stop {
    if (this.#ended) {
      stop();
      return stop;
    }
    let done = false;
    const once = () => {
      if (done) return;
      done = true;
      this.#stops = this.#stops.filter((other) => other !== once);
      stop();
    };
    this.#stops.push(once);
    return once;
  }

  /** Listen to an event until the scope ends, or the returned function is called. */
  listen<K extends keyof WindowEventMap>(target: Window, type: K, heard: (event: WindowEventMap[K]) => void, options?: AddEventListenerOptions): Stop;
  listen<K extends keyof DocumentEventMap>(target: Document, type: K, heard: (event: DocumentEventMap[K]) => void, options?: AddEventListenerOptions): Stop;
  listen<K extends keyof HTMLElementEventMap>(target: HTMLElement, type: K, heard: (event: HTMLElementEventMap[K]) => void, options?: AddEventListenerOptions): Stop;
  listen(target: EventSource, type: string, heard: (event: MessageEvent<string>) => void): Stop;
  listen(target: EventTarget, type: string, heard: (event: Event) => void, options?: AddEventListenerOptions): Stop;
  listen(target: EventTarget, type: string, heard: (event: never) => void, options?: AddEventListenerOptions): Stop {
    const listener = heard as EventListener;
    target.addEventListener(type, listener, options);
    return this.own(() => target.removeEventListener(type, listener, options));
  }

  /** Call once after `milliseconds`. */
  after(milliseconds: number, run: () => void): Stop {
    const timer = setTimeout(() => {
      stop();
      run();
    }, milliseconds);
    const stop = this.own(() => clearTimeout(timer));
    return stop;
  }

  /** Call again and again, every `milliseconds`. */
  every(milliseconds: number, run: () => void): Stop {
    const timer = setInterval(run, milliseconds);
    return this.own(() => clearInterval(timer));
  }

  /** Call before the next paint. */
  frame(run: (now: number) => void): Stop {
    const request = requestAnimationFrame((now) => {
      stop();
      run(now);
    });
    const stop = this.own(() => cancelAnimationFrame(request));
    return stop;
  }

  /** Tell when an element's size changes. */
  resized(element: Element, run: (entry: ResizeObserverEntry) => void): Stop {
    const observer = new ResizeObserver((entries) => {
      const last = entries.at(-1);
      if (last) run(last);
    });
    observer.observe(element);
    return this.own(() => observer.disconnect());
  }

  /** Open a stream of server-sent events; it reconnects by itself. */
  stream(url: string): EventSource {
    const source = new EventSource(url);
    this.own(() => source.close());
    return source;
  }

  /** Make an owner that ends with this one, or before. */
  child(): Scope {
    const child = new Scope();
    child.own(this.own(() => child.dispose()));
    return child;
  }

  /** Stop everything, the last started first. */
  dispose(): void {
    if (this.#ended) return;
    this.#ended = true;
    const stops = this.#stops.reverse();
    this.#stops = [];
    for (const stop of stops) stop();
  }
}
