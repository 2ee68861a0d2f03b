/** A user action: its name, its keys, what it does, and how it is taken back. One file each. */

export interface Undo {
  /** What is taken back, as a noun: "the new team". */
  what: string;
  run: () => void | Promise<void>;
}

export interface ActionDefinition<C> {
  /** Stable: people's own keys are stored under it. */
  id: string;
  /** Shown in the palette and on the key sheet: "Play or pause". */
  name: string;
  group: string;
  /** Default keys: "Space", "J", "Shift+ArrowLeft", "Ctrl+K" (Ctrl is also Cmd). */
  keys: readonly string[];
  /** step: `run` returns its undo · confirm: it asks before it acts · none: it changes nothing that is kept. */
  undo: "step" | "confirm" | "none";
  /** Also works while a text is being typed. */
  whileTyping?: boolean;
  /** Also works while a dialog is open. */
  overDialogs?: boolean;
  /** Also works for Enter and Space when a button or link has the focus. */
  evenOnButtons?: boolean;
  /** Holding the key repeats it. */
  repeats?: boolean;
  /** The key counts only when the focus lies inside an element that matches this selector. */
  inside?: string;
  /** Left out of the palette (label keys and the like). */
  keyOnly?: boolean;
  available?: (context: C) => boolean;
  /** Do it. A `step` returns its Undo, or a promise of it. */
  run: (context: C) => unknown;
}

/** An action ready to run: its context is known. */
export interface Action {
  id: string;
  name: string;
  group: string;
  keys: readonly string[];
  whileTyping: boolean;
  overDialogs: boolean;
  evenOnButtons: boolean;
  repeats: boolean;
  inside: string | null;
  keyOnly: boolean;
  available: () => boolean;
  run: () => unknown;
}

/** Write an action's definition with its types checked. */
export function defineAction<C>(definition: ActionDefinition<C>): ActionDefinition<C> {
  return definition;
}

/** Give a definition its context; `context` is asked anew at every run. */
export function bind<C>(definition: ActionDefinition<C>, context: () => C): Action {
  return {
    id: definition.id,
    name: definition.name,
    group: definition.group,
    keys: definition.keys,
    whileTyping: definition.whileTyping ?? false,
    overDialogs: definition.overDialogs ?? false,
    evenOnButtons: definition.evenOnButtons ?? false,
    repeats: definition.repeats ?? false,
    inside: definition.inside ?? null,
    keyOnly: definition.keyOnly ?? false,
    available: () => definition.available?.(context()) ?? true,
    run: () => definition.run(context()),
  };
}
