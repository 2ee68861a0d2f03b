/** The lanes of a recording: one a channel where the speakers have channels of their own, else one a speaker. */

import type { Conversation } from "./work";
import type { Segment } from "./segments";

export interface Lane {
  id: string;
  /** What is written beside it. */
  name: string;
  speaker: string | null;
  /** The channel whose sound is drawn in it; null where it has none of its own. */
  channel: number | null;
}

/** Return the lanes. A channel with one known speaker carries that name; without any speaker there is a lane a channel. */
export function lanesOf(conversation: Pick<Conversation, "turns" | "channels">, segments: readonly Segment[] = []): Lane[] {
  const channels = conversation.channels ?? 1;
  const speakers = speakersOf(conversation, segments);
  const own = channels > 1 ? byChannel(conversation, channels) : null;
  if (own) {
    const placed = new Set(own.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])));
    return [...own, ...speakers.filter((speaker) => !placed.has(speaker)).map(laneOfSpeaker)];
  }
  if (speakers.length > 0) return speakers.map(laneOfSpeaker);
  return Array.from({ length: Math.max(1, channels) }, (_, channel) => laneOfChannel(channel, null));
}

/** The speakers, in the order in which they first appear in the turns, then those only in segments. */
export function speakersOf({ turns }: Pick<Conversation, "turns">, segments: readonly Segment[] = []): string[] {
  const names = [...turns, ...segments].flatMap(({ speaker }) => (speaker === null ? [] : [speaker]));
  return [...new Set(names)];
}

function byChannel({ turns }: Pick<Conversation, "turns">, channels: number): Lane[] | null {
  const found = Array.from({ length: channels }, (_, channel) => {
    const heard = turns.filter((turn) => turn.channel === channel && turn.speaker !== null);
    return new Set(heard.map(({ speaker }) => speaker));
  });
  if (found.every((speakers) => speakers.size === 0)) return null;
  return found.map((speakers, channel) => laneOfChannel(channel, speakers.size === 1 ? ([...speakers][0] ?? null) : null));
}

function laneOfChannel(channel: number, speaker: string | null): Lane {
  return { id: `c${channel}`, name: speaker ?? `Channel ${channel + 1}`, speaker, channel };
}

function laneOfSpeaker(speaker: string): Lane {
  return { id: `s:${speaker}`, name: speaker, speaker, channel: null };
}

/** The lane a turn or a segment belongs to: by its speaker, else by its channel, else the first. */
export function laneIndex(lanes: readonly Lane[], of: { speaker: string | null; channel?: number | null; track?: string | null }): number {
  const bySpeaker = of.speaker === null ? -1 : lanes.findIndex(({ speaker }) => speaker === of.speaker);
  if (bySpeaker >= 0) return bySpeaker;
  const channel = of.channel ?? (of.track ? Number(of.track) : null);
  return Math.max(0, lanes.findIndex((lane) => lane.channel !== null && lane.channel === channel));
}

/** What a new segment in a lane says of who speaks. */
export function inLane(lane: Lane | undefined): Pick<Segment, "speaker" | "track"> {
  return { speaker: lane?.speaker ?? null, track: lane && lane.speaker === null && lane.channel !== null ? String(lane.channel) : null };
}
