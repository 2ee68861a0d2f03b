/** Everything there is to see on a waveform, apart from where one looks. */

import type { Lane } from "../../domain/lanes";
import type { Segment } from "../../domain/segments";
import type { Stretch } from "../../domain/time";

export interface Drawn {
  segment: Segment;
  lane: number;
  /** A place in the label colours; after the last they come again with another border. */
  colour: number;
  /** What is written in it: its label, its text, or who speaks. */
  caption: string;
}

export interface DrawnTurn extends Stretch {
  lane: number;
  target: boolean;
}

export interface Scene {
  seconds: number;
  lanes: readonly Lane[];
  segments: readonly Drawn[];
  turns: readonly DrawnTurn[];
  /** Where several speak at once. */
  over: readonly Stretch[];
  selected: string | null;
  editable: boolean;
}

export const NOTHING: Scene = { seconds: 0, lanes: [], segments: [], turns: [], over: [], selected: null, editable: false };
