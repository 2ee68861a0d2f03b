import { expect, test } from "vitest";
import type { PeakFacts } from "../../domain/peaks";
import { PeakSource } from "./peakSource";

const FOUR_HOURS: PeakFacts = {
  sample_rate: 8000, channels: 2, seconds: 14_400, bits: 8,
  levels: [80, 320, 1280, 5120, 20_480, 81_920].map((size) => ({ samples_per_point: size, points: Math.ceil((14_400 * 8000) / size) })),
};

function opened() {
  const asked: [level: number, first: number, last: number][] = [];
  let bytes = 0;
  const source = new PeakSource({
    facts: () => Promise.resolve(FOUR_HOURS),
    points: (level, first, last) => {
      asked.push([level, first, last]);
      bytes += (last - first) * 4;
      return Promise.resolve(new Int8Array((last - first) * 4).fill(level).buffer);
    },
  });
  return { source, asked, bytes: () => bytes };
}

const settle = async () => { for (let turn = 0; turn < 10; turn += 1) await Promise.resolve(); };

test("four hours open with a few kilobytes", async () => {
  const { source, bytes } = opened();
  await source.open();
  await settle();
  source.read(0, 14_400, 12);
  await settle();

  expect(source.read(0, 14_400, 12)).not.toBeNull();
  expect(bytes()).toBeLessThan(200_000);
});

test("until the fine points are here, coarser ones are drawn", async () => {
  const { source } = opened();
  await source.open();
  await settle();

  expect(source.read(7200, 7210, 0.01)?.level).toBe(5);
  await settle();
  expect(source.read(7200, 7210, 0.01)?.level).toBe(0);
});

test("what is here is not asked for again", async () => {
  const { source, asked } = opened();
  await source.open();
  for (let time = 0; time < 5; time += 1) {
    source.read(100 + time / 10, 110 + time / 10, 0.01);
    await settle();
  }

  expect(new Set(asked.map(String)).size).toBe(asked.length);
});

test("the list of a channel starts at the point it says", async () => {
  const { source } = opened();
  await source.open();
  source.read(100, 110, 0.01);
  await settle();
  const found = source.read(100, 110, 0.01);

  expect(found?.first).toBeLessThanOrEqual(10_000);
  expect((found?.first ?? 0) + (found?.channels[1]?.length ?? 0) / 2).toBeGreaterThanOrEqual(11_000);
});

test("what was refused once is fetched when it is asked for again", async () => {
  let refused = true;
  const source = new PeakSource({
    facts: () => (refused ? Promise.reject(new Error("over")) : Promise.resolve(FOUR_HOURS)),
    points: (_, first, last) => Promise.resolve(new ArrayBuffer((last - first) * 4)),
  });
  await source.open();
  expect(source.facts).toBeNull();
  refused = false;
  await source.again();
  await settle();

  expect(source.read(0, 14_400, 12)).not.toBeNull();
});
