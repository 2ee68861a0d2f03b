import { expect, test } from "vitest";
import { inLane, laneIndex, lanesOf } from "./lanes";
import type { Turn } from "./work";

const turn = (speaker: string | null, channel: number | null): Turn => ({ position: 0, speaker, channel, text: "", start: 0, end: 1, target: false });

test("a channel with one speaker is that speaker's lane", () => {
  const lanes = lanesOf({ channels: 2, turns: [turn("caller", 1), turn("agent", 0)] });

  expect(lanes.map(({ name, channel }) => [name, channel])).toEqual([["agent", 0], ["caller", 1]]);
});

test("on one channel every speaker has a lane, in the order of speaking", () => {
  const lanes = lanesOf({ channels: 1, turns: [turn("b", 0), turn("a", 0), turn("b", 0)] });

  expect(lanes.map(({ name }) => name)).toEqual(["b", "a"]);
});

test("without speakers there is a lane a channel", () => {
  expect(lanesOf({ channels: 2, turns: [] }).map(({ name }) => name)).toEqual(["Channel 1", "Channel 2"]);
  expect(lanesOf({ channels: null, turns: [turn(null, null)] })).toHaveLength(1);
});

test("a speaker who was added gets a lane", () => {
  const added = { id: "1", start: 0, end: 1, speaker: "third", label: null, text: null, track: null };

  expect(lanesOf({ channels: 2, turns: [turn("a", 0), turn("b", 1)] }, [added]).map(({ name }) => name)).toEqual(["a", "b", "third"]);
});

test("what is made in a lane is found in it again", () => {
  for (const conversation of [{ channels: 2, turns: [turn("a", 0), turn("b", 1)] }, { channels: 2, turns: [] }, { channels: 1, turns: [turn("a", null)] }]) {
    const lanes = lanesOf(conversation);
    for (const [index, lane] of lanes.entries()) expect(laneIndex(lanes, inLane(lane))).toBe(index);
  }
});
