import { beforeEach, describe, expect, test } from "vitest";
import { Outbox } from "../../state/outbox/box";
import { DraftKeeper } from "../../state/outbox/drafts";
import { inMemory } from "../../state/outbox/shelf";
import { Desk } from "./desk";
import { Server, TASK } from "./standIn";

let server: Server;
let told: string[];
let outbox: Outbox;
let time = 0;

function desk(shelf = inMemory()): Desk {
  outbox = new Outbox({ shelf, send: (entry) => server.take(entry), now: () => ++time, alone: (run) => run(), wakeAt: () => undefined, tell: () => undefined }, "ana");
  const keeping = { user: "ana", outbox, drafts: new DraftKeeper(shelf, () => 1) };
  return new Desk({ project: "p", calls: server, keeping, now: () => 0, warm: () => undefined, tell: (what) => told.push(what) });
}

const settle = async () => { for (let turn = 0; turn < 60; turn += 1) await Promise.resolve(); };
const here = (one: Desk) => one.state.get().work?.id ?? one.state.get().phase;

async function answer(one: Desk, label: string): Promise<void> {
  one.state.get().work?.answering.change(TASK, { shape: "choice", labels: [label] }, "x");
  await one.submit("answered");
  await settle();
}

beforeEach(() => {
  told = [];
  server = new Server("1", "2", "3");
});

test("items come one after another until there are none", async () => {
  const one = desk();
  one.open();
  await settle();
  const seen = [];
  for (let count = 0; count < 3; count += 1) {
    seen.push(here(one));
    await answer(one, "a");
  }

  expect([...seen, here(one)]).toEqual(["1", "2", "3", "none"]);
  expect([...server.answers]).toEqual([["1", "a"], ["2", "a"], ["3", "a"]]);
  expect(one.state.get().given).toBe(3);
});

test("the next item is held ready, so that it comes without the server", async () => {
  const one = desk();
  one.open();
  await settle();
  server.offline = true;
  await answer(one, "a");

  expect(here(one)).toBe("2");
});

test("offline: what is held is worked through, then it waits, and goes on by itself", async () => {
  const one = desk();
  one.open();
  await settle();
  server.offline = true;
  await answer(one, "a");
  await answer(one, "b");
  expect(here(one)).toBe("waiting");

  server.offline = false;
  outbox.retry();
  await settle();
  expect(here(one)).toBe("3");
  expect([...server.answers]).toEqual([["1", "a"], ["2", "b"]]);
});

test("a reload before the answer arrived does not show the item again", async () => {
  const shelf = inMemory();
  const before = desk(shelf);
  before.open();
  await settle();
  server.offline = true;
  await answer(before, "a");

  server.offline = false;
  const after = desk(shelf);
  after.open();
  outbox.flush();
  await settle();

  expect(here(after)).toBe("2");
  expect([...server.answers]).toEqual([["1", "a"]]);
});

test("an item that the server hands out again, because the answer crossed with the question, is not shown again", async () => {
  const one = desk();
  one.open();
  await settle();
  await answer(one, "a");
  server.held.unshift("1");
  await answer(one, "b");
  server.held.splice(server.held.indexOf("1"), 1);
  await settle();

  expect(here(one)).not.toBe("1");
});

test("pressing Enter again and again submits once", async () => {
  const one = desk();
  one.open();
  await settle();
  one.state.get().work?.answering.change(TASK, { shape: "choice", labels: ["a"] }, "x");
  let sent = 0;
  outbox.hear(({ what }) => { if (what === "queued") sent += 1; });
  for (let turn = 0; turn < 20 && here(one) === "1"; turn += 1) {
    void one.submit("answered");
    await Promise.resolve();
  }
  await settle();

  expect(here(one)).toBe("2");
  expect(sent).toBe(1);
});

describe("going back", () => {
  test("opens what was answered last, and then the item that lay on the desk", async () => {
    const one = desk();
    one.open();
    await settle();
    await answer(one, "a");
    expect(await one.back()).toBe(true);
    await settle();
    expect(here(one)).toBe("1");
    expect(one.state.get().work?.answering.draft(TASK)).toEqual({ shape: "choice", labels: ["a"] });

    await answer(one, "b");
    expect(here(one)).toBe("2");
    expect(server.answers.get("1")).toBe("b");
    expect(one.state.get().given).toBe(1);
  });

  test("works offline: the answer is still here", async () => {
    const one = desk();
    one.open();
    await settle();
    server.offline = true;
    await answer(one, "a");
    await one.back();
    await settle();

    expect(here(one)).toBe("1");
    expect(one.state.get().work?.answering.draft(TASK)).toEqual({ shape: "choice", labels: ["a"] });
  });

  test("after a reload asks the server, and with nothing before says so", async () => {
    const one = desk();
    one.open();
    await settle();
    expect(await one.back()).toBe(false);
    await answer(one, "a");

    const again = desk();
    again.open();
    await settle();
    expect(await again.back()).toBe(true);
    expect(here(again)).toBe("1");
  });
});

test("a draft that was typed before a crash is taken up again", async () => {
  const shelf = inMemory();
  const before = desk(shelf);
  before.open();
  await settle();
  const keeper = new DraftKeeper(shelf, () => 2);
  const work = before.state.get().work;
  work?.answering.change(TASK, { shape: "choice", labels: ["b"] }, "x");
  work?.answering.say({ comment: "unsure", clause: "1.1" }, "x");
  if (work) keeper.keep(work.draft("ana", "p", 4000));
  await keeper.settled();

  const after = desk(shelf);
  after.open();
  await settle();
  expect(after.state.get().work?.answering.given).toMatchObject({ comment: "unsure", clause: "1.1" });
  expect(after.state.get().work?.takenUp).toBe(true);
});

test("a clause that is cited goes with the answer, and is found again", async () => {
  const one = desk();
  one.open();
  await settle();
  server.offline = true;
  one.state.get().work?.answering.say({ comment: "unsure", clause: "3.1" }, "x");
  await answer(one, "a");
  expect(outbox.box.get().entries[0]?.body).toMatchObject({ comment: "unsure", clauses: ["3.1"] });

  await one.back();
  await settle();
  expect(one.state.get().work?.answering.given).toMatchObject({ comment: "unsure", clause: "3.1" });
});

test("a refused answer is told and stays in the box", async () => {
  server.refuse = "1";
  const one = desk();
  one.open();
  await settle();
  await answer(one, "a");

  expect(told).toEqual(["lost"]);
  expect(outbox.box.get().entries).toHaveLength(1);
});

test("whether one still has an item is the server's word, and only what others took is told to be lost", async () => {
  const one = desk();
  one.open();
  await settle();
  const lapsed = () => one.state.get().work?.lease.get().lapsed;

  expect([await one.beat(), lapsed()]).toEqual(["held", false]);
  server.offline = true;
  expect([await one.beat(), lapsed()]).toEqual(["unknown", false]);
  server.offline = false;
  server.over = "finished";
  expect([await one.beat(), lapsed()]).toEqual(["gone", false]);
  server.over = "lease-lapsed";
  expect([await one.beat(), lapsed()]).toEqual(["gone", true]);
});

test("an item that was submitted in another window leaves this one", async () => {
  const one = desk();
  one.open();
  await settle();
  server.held.shift();
  outbox.told({ what: "queued", assignment: "1" });
  await settle();

  expect(here(one)).toBe("2");
  expect(told).toEqual(["elsewhere"]);
});

describe("left for another page and opened again", () => {
  test("the item lies on the desk as it was left", async () => {
    server = new Server("1", "2");
    const one = desk();
    const close = one.open();
    await settle();
    one.state.get().work?.answering.change(TASK, { shape: "choice", labels: ["b"] }, "x");
    close();
    one.open();
    await settle();

    expect(here(one)).toBe("1");
    expect(one.state.get().work?.answering.draft(TASK)).toEqual({ shape: "choice", labels: ["b"] });
  });

  test("what was submitted elsewhere meanwhile lies there no more", async () => {
    server = new Server("1", "2");
    const one = desk();
    const close = one.open();
    await settle();
    close();
    outbox.told({ what: "queued", assignment: "1" });
    server.held.splice(0, 1);
    one.open();
    await settle();

    expect(here(one)).toBe("2");
  });

  test("a closed desk takes nothing", async () => {
    server = new Server("1");
    const one = desk();
    one.open()();
    await settle();

    expect(server.held).toEqual([]);
  });
});
