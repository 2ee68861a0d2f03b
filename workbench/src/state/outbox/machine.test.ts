import { describe, expect, test } from "vitest";
import type { Entry, SubmissionEntry } from "./entry";
import * as machine from "./machine";
import { EMPTY, type Box } from "./machine";

const entry = (key: string, more: Partial<SubmissionEntry> = {}): Entry => ({
  key, user: "ana", project: "p", assignment: `a-${key}`, queuedAt: Number(key), refused: null,
  body: { key, outcome: "answered", seconds: 1, answers: [], context: null }, ...more,
});
const boxOf = (...entries: Entry[]): Box => entries.reduce((box, one) => machine.queued(box, one, false), EMPTY);
const error = (status: number, code = "x", facts = {}) => machine.failureOf({ status, code, message: "m", facts });

describe("what an answer of the server means", () => {
  test("no answer, and a session that ended, end the round", () => {
    expect(error(0)).toEqual({ what: "unreachable" });
    expect(error(401)).toEqual({ what: "signed-out" });
    expect(error(403, "csrf")).toEqual({ what: "signed-out" });
  });

  test("trouble of the server is no refusal", () => {
    for (const status of [408, 425, 429, 500, 502, 503, 504]) expect(error(status).what).toBe("busy");
    expect(error(429, "slow", { seconds: 30 })).toEqual({ what: "busy", seconds: 30 });
    expect(machine.failureOf(null).what).toBe("busy");
  });

  test("a refusal is one for good", () => {
    for (const status of [400, 403, 404, 409, 413, 422]) expect(error(status)).toEqual({ what: "refused", code: "x", message: "m" });
  });
});

test("only a confirmation and a person take an entry out of the box", () => {
  const box = boxOf(entry("1"));
  for (const failure of [error(0), error(401), error(500), error(409)]) expect(machine.failed(box, "1", failure, 0).entries).toHaveLength(1);

  expect(machine.confirmed(box, "1").entries).toEqual([]);
  expect(machine.gone(box, "1").entries).toEqual([]);
});

test("entries go in the order they came, whatever order they were found in", () => {
  expect(machine.next(machine.looked(EMPTY, [entry("3"), entry("1"), entry("2")]), "ana", 0)?.key).toBe("1");
});

test("a correction never overtakes what it corrects", () => {
  const box = boxOf(entry("1", { assignment: "a" }), entry("2", { assignment: "a" }), entry("3", { assignment: "b" }));
  const busy = machine.failed(box, "1", error(503), 0);

  expect(machine.next(busy, "ana", 10)?.key).toBe("3");
});

test("a refused entry holds up nobody and is not tried again", () => {
  const box = machine.failed(boxOf(entry("1", { assignment: "a" }), entry("2", { assignment: "a" })), "1", error(409), 0);

  expect(machine.next(box, "ana", 0)?.key).toBe("2");
  expect(machine.next(machine.confirmed(box, "2"), "ana", 1e9)).toBeNull();
  expect(machine.savingOf(box, "ana")).toMatchObject({ waiting: 1, problem: expect.stringContaining("not taken") as string });
});

test("another person's answers are neither sent nor counted", () => {
  const box = boxOf(entry("1", { user: "ben" }));

  expect(machine.next(box, "ana", 0)).toBeNull();
  expect(machine.savingOf(box, "ana").waiting).toBe(0);
});

test("the pauses between tries grow to fifteen seconds", () => {
  expect([1, 2, 3, 4, 5, 50].map(machine.pause)).toEqual([1, 2, 4, 8, 15, 15]);
});

test("after a failure it is tried again by itself, except when signed out", () => {
  const box = boxOf(entry("1"));

  expect(machine.wakeAt(machine.failed(box, "1", error(0), 5000), "ana")).toBe(6000);
  expect(machine.wakeAt(machine.failed(box, "1", error(401), 5000), "ana")).toBeNull();
  expect(machine.next(machine.awake(machine.failed(box, "1", error(0), 5000)), "ana", 0)?.key).toBe("1");
});

test("what is held is sent only after its time, or at once when everything is awake", () => {
  const box = boxOf(entry("1", { heldUntil: 500 }), entry("2"));

  expect(machine.next(machine.gone(box, "2"), "ana", 499)).toBeNull();
  expect(machine.next(box, "ana", 499)?.key).toBe("2");
  expect(machine.next(box, "ana", 500)?.key).toBe("1");
  expect(machine.next(machine.awake(box), "ana", 0)?.key).toBe("1");
  expect(machine.wakeAt(machine.gone(box, "2"), "ana")).toBe(500);
});

describe("the shelf, read again", () => {
  test("takes away what another page has sent and brings what it has added", () => {
    expect(machine.looked(boxOf(entry("1")), [entry("2")]).entries.map(({ key }) => key)).toEqual(["2"]);
  });

  test("never takes away what only this page has", () => {
    expect(machine.looked(machine.queued(EMPTY, entry("1"), true), []).entries).toHaveLength(1);
  });

  test("does not forget how long to wait", () => {
    const box = machine.failed(boxOf(entry("1")), "1", error(0), 0);

    expect(machine.next(machine.looked(box, [entry("1")]), "ana", 10)).toBeNull();
  });
});

describe("what the top bar says", () => {
  test("saved, saving, kept here", () => {
    expect(machine.savingOf(EMPTY, "ana")).toEqual({ waiting: 0, held: false, problem: null });
    expect(machine.savingOf(boxOf(entry("1")), "ana")).toEqual({ waiting: 1, held: false, problem: null });
    expect(machine.savingOf(machine.failed(boxOf(entry("1")), "1", error(0), 0), "ana")).toEqual({ waiting: 1, held: true, problem: null });
  });

  test("a full store is told before anything else", () => {
    expect(machine.savingOf(machine.queued(EMPTY, entry("1"), true), "ana").problem).toContain("Store full");
  });
});
