import { describe, expect, test } from "vitest";
import { ApiError } from "../../api/error";
import { Outbox, type News, type World } from "./box";
import { newKey, type Entry } from "./entry";
import { inMemory, type Shelf } from "./shelf";

/** A server as the contract has it: it stores a key once, and answers the same again. */
class Server {
  readonly stored = new Map<string, string>();
  answer: (entry: Entry) => "store" | ApiError = () => "store";
  calls = 0;

  async take(entry: Entry): Promise<void> {
    this.calls += 1;
    await Promise.resolve();
    const answer = this.answer(entry);
    if (answer !== "store") throw answer;
    const body = JSON.stringify(entry.body);
    const before = this.stored.get(entry.key);
    if (before !== undefined && before !== body) throw new ApiError(409, "key-reused", "The key was used.");
    this.stored.set(entry.key, body);
  }
}

const OFFLINE = new ApiError(0, "unreachable", "No connection.");

/** Pages of one browser: one shelf, one lock. */
function browser(shelf: Shelf, server: Server) {
  let lock: Promise<void> = Promise.resolve();
  const pages: Outbox[] = [];
  const world: Omit<World, "tell"> = {
    shelf, send: (entry) => server.take(entry), now: () => 1, wakeAt: () => undefined,
    alone: (run) => (lock = lock.then(run, run)),
  };
  const open = (more: Partial<World> = {}) => {
    const page: Outbox = new Outbox({ ...world, tell: (news) => pages.forEach((other) => other !== page && other.told(news)), ...more }, "ana");
    pages.push(page);
    page.flush();
    return page;
  };
  return { open };
}

const submission = (assignment: string, key = newKey()) => ({
  key, project: "p", assignment, body: { key, outcome: "answered" as const, seconds: 1, answers: [], context: null },
});
const waiting = (page: Outbox) => page.box.get().entries.length;

test("a submission is on the shelf before it counts as kept, and off it when the server has it", async () => {
  const shelf = inMemory();
  const server = new Server();
  server.answer = () => OFFLINE;
  const page = browser(shelf, server).open();

  expect(await page.submit(submission("a"))).toBe(true);
  expect(shelf.size("entries")).toBe(1);

  await page.settled();
  server.answer = () => "store";
  page.retry();
  await page.settled();

  expect([shelf.size("entries"), server.stored.size, waiting(page)]).toEqual([0, 1, 0]);
});

test("two minutes without a connection lose nothing and store nothing twice", async () => {
  const shelf = inMemory();
  const server = new Server();
  let heard = 0;
  // Every second request reaches the server, but its answer never comes back.
  server.answer = (entry) => {
    heard += 1;
    if (heard % 2 === 0) server.stored.set(entry.key, JSON.stringify(entry.body));
    return OFFLINE;
  };
  const page = browser(shelf, server).open();
  for (let count = 0; count < 20; count += 1) {
    await page.submit(submission(`a${count}`));
    await page.settled();
  }
  expect(waiting(page)).toBe(20);

  server.answer = () => "store";
  page.retry();
  await page.settled();

  expect([server.stored.size, waiting(page), shelf.size("entries")]).toEqual([20, 0, 0]);
});

test("a reload finds everything again", async () => {
  const shelf = inMemory();
  const server = new Server();
  server.answer = () => OFFLINE;
  const before = browser(shelf, server).open();
  await before.submit(submission("a"));
  await before.settled();

  server.answer = () => "store";
  const after = browser(shelf, server).open();
  await after.settled();

  expect([server.stored.size, shelf.size("entries"), waiting(after)]).toEqual([1, 0, 0]);
});

class Crash extends Error {}

/** Let the browser die at the n-th thing it does, before or after its effect; from then on nothing it does has any effect. */
function mortal(shelf: Shelf, server: Server, dieAt: number, when: "before" | "after") {
  let steps = 0;
  const living = async <T>(run: () => Promise<T>): Promise<T> => {
    steps += 1;
    const step = steps;
    if (step > dieAt || (step === dieAt && when === "before")) throw new Crash();
    const result = await run();
    if (step === dieAt) throw new Crash();
    return result;
  };
  const world: Partial<World> = {
    shelf: {
      read: (kind) => living(() => shelf.read(kind)),
      put: (kind, key, value) => living(() => shelf.put(kind, key, value)),
      remove: (kind, key) => living(() => shelf.remove(kind, key)),
    },
    send: (entry) => living(() => server.take(entry)),
  };
  return { world, dead: () => steps >= dieAt };
}

test("a crash at every step loses nothing that was kept and stores nothing twice", async () => {
  for (const when of ["before", "after"] as const) {
    for (let dieAt = 1; dieAt <= 24; dieAt += 1) {
      const shelf = inMemory();
      const server = new Server();
      const { world, dead } = mortal(shelf, server, dieAt, when);
      const first = browser(shelf, server).open(world);
      const kept: string[] = [];
      for (const assignment of ["a", "b", "a", "c"]) {
        const one = submission(assignment);
        if (await first.submit(one) && !dead()) kept.push(one.key);
        if (assignment === "b") await first.settled();
      }
      await first.settled();

      const second = browser(shelf, server).open();
      await second.settled();

      for (const key of kept) expect(server.stored.has(key), `${when} step ${dieAt}`).toBe(true);
      expect(server.stored.size, `${when} step ${dieAt}`).toBeLessThanOrEqual(4);
      expect([waiting(second), shelf.size("entries")], `${when} step ${dieAt}`).toEqual([0, 0]);
    }
  }
});

describe("two pages of one browser", () => {
  test("send each answer once between them, and both know", async () => {
    const shelf = inMemory();
    const server = new Server();
    const { open } = browser(shelf, server);
    const [one, two] = [open(), open()];
    await Promise.all([one.submit(submission("a")), two.submit(submission("b")), one.submit(submission("c"))]);
    for (const page of [one, two, one, two]) await page.settled();
    await Promise.all([one.look(), two.look()]);

    expect(server.calls).toBe(3);
    expect([server.stored.size, waiting(one), waiting(two)]).toEqual([3, 0, 0]);
  });

  test("hear of each other's submissions", async () => {
    const { open } = browser(inMemory(), new Server());
    const [one, two] = [open(), open()];
    const heard: News[] = [];
    two.hear((news) => heard.push(news));
    await one.submit(submission("a", "k"));
    await one.settled();

    expect(heard).toContainEqual({ what: "queued", assignment: "a" });
    expect(heard).toContainEqual({ what: "confirmed", key: "k", assignment: "a" });
  });
});

test("a full store: the answer stays on the page, is said to be unkept, and is sent", async () => {
  const shelf = inMemory();
  const server = new Server();
  server.answer = () => OFFLINE;
  const full: Shelf = { ...shelf, put: () => Promise.reject(new Error("QuotaExceeded")) };
  const page = browser(shelf, server).open({ shelf: full });

  expect(await page.submit(submission("a"))).toBe(false);
  await page.settled();
  expect(page.box.get().entries[0]?.unkept).toBe(true);

  server.answer = () => "store";
  page.retry();
  await page.settled();
  expect([server.stored.size, waiting(page)]).toEqual([1, 0]);
});

test("a session that ended holds everything back until the person is back", async () => {
  const server = new Server();
  server.answer = () => new ApiError(401, "session-ended", "Signed out.");
  const page = browser(inMemory(), server).open();
  await page.submit(submission("a"));
  await page.settled();
  await page.submit(submission("b"));
  await page.settled();
  expect([waiting(page), page.box.get().line]).toEqual([2, "signed-out"]);

  server.answer = () => "store";
  page.retry();
  await page.settled();
  expect([server.stored.size, page.box.get().line]).toEqual([2, "idle"]);
});

test("what the server will not take is kept with its reason until the person throws it away, over a reload too", async () => {
  const shelf = inMemory();
  const server = new Server();
  server.answer = ({ assignment }) => (assignment === "gone" ? new ApiError(409, "place-gone", "Somebody else has it.") : "store");
  const page = browser(shelf, server).open();
  await page.submit(submission("gone", "k"));
  await page.submit(submission("b"));
  await page.settled();
  expect(server.stored.size).toBe(1);

  const again = browser(shelf, server).open();
  await again.settled();
  expect(again.box.get().entries.map(({ key, refused }) => [key, refused?.code])).toEqual([["k", "place-gone"]]);

  await again.discard("k");
  expect([waiting(again), shelf.size("entries")]).toEqual([0, 0]);
});
