import { expect, test } from "vitest";
import { lacks, nextBack, ownAnswer, toBody } from "./verdict";

const given = [{ annotation: "n1", answer: "refund" }, { annotation: "n2", answer: ["a", "b"] }];

test("an answer of one's own that somebody gave accepts theirs", () => {
  expect(ownAnswer("refund", given)).toEqual({ decision: "accept", annotation: "n1" });
  expect(ownAnswer(["b", "a"], given)).toEqual({ decision: "accept", annotation: "n2" });
  expect(ownAnswer("status", given)).toEqual({ decision: "other", answer: "status" });
});

test("sending back needs a reason or a clause, the others need neither", () => {
  expect(lacks(null, "", null)).toBe("verdict");
  expect(lacks({ decision: "return" }, "  ", null)).toBe("reason");
  expect(lacks({ decision: "return" }, "", "1.1")).toBeNull();
  expect(lacks({ decision: "accept", annotation: "n1" }, "", null)).toBeNull();
});

test("only what belongs to a decision is sent", () => {
  expect(toBody("i", "t", { decision: "return" }, " see 1.1 ", "1.1")).toEqual({ item: "i", task: "t", decision: "return", clause: "1.1", reason: "see 1.1" });
  expect(toBody("i", "t", { decision: "accept", annotation: "n" }, "", null)).toEqual({ item: "i", task: "t", decision: "accept", annotation: "n" });
});

test("sent back once more it goes to one after the other, and to everybody again", () => {
  const first = nextBack({ decision: "accept", annotation: "n1" }, given);
  const round = [first];
  for (let press = 0; press < 3; press += 1) round.push(nextBack(round.at(-1) ?? null, given));

  expect(round).toEqual([
    { decision: "return" }, { decision: "return", annotation: "n1" }, { decision: "return", annotation: "n2" }, { decision: "return" },
  ]);
});

test("what goes back to one person names that person's answer", () => {
  expect(toBody("i", "t", { decision: "return", annotation: "n2" }, "see 2", null)).toEqual({ item: "i", task: "t", decision: "return", annotation: "n2", reason: "see 2" });
});
