import { expect, test } from "vitest";
import { DraftKeeper } from "./drafts";
import { firstOf, inMemory, type Shelf } from "./shelf";

const draft = (comment: string, assignment = "a") => ({
  assignment, user: "ana", project: "p", answers: {}, comment, clause: null, seconds: 0, shown: null,
});

test("the last change is what is found after a reload, however fast one types", async () => {
  const shelf = inMemory();
  const keeper = new DraftKeeper(shelf, () => 1);
  for (const text of ["h", "he", "hel", "hell", "hello"]) keeper.keep(draft(text));
  expect(keeper.state.get()).toBe("keeping");
  await keeper.settled();

  expect(keeper.state.get()).toBe("kept");
  expect((await new DraftKeeper(shelf, () => 2).find("a", "ana"))?.comment).toBe("hello");
});

test("a draft is its author's only", async () => {
  const shelf = inMemory();
  const keeper = new DraftKeeper(shelf, () => 1);
  keeper.keep(draft("x"));
  await keeper.settled();

  expect(await keeper.find("a", "ben")).toBeNull();
});

test("a draft that was forgotten does not come back, even while it was being written", async () => {
  const shelf = inMemory();
  const keeper = new DraftKeeper(shelf, () => 1);
  keeper.keep(draft("one"));
  keeper.keep(draft("two"));
  await keeper.forget("a");

  expect(await keeper.find("a", "ana")).toBeNull();
});

test("a full store is said", async () => {
  const full: Shelf = { ...inMemory(), put: () => Promise.reject(new Error("full")) };
  const keeper = new DraftKeeper(full, () => 1);
  keeper.keep(draft("x"));
  await keeper.settled();

  expect(keeper.state.get()).toBe("unkept");
});

test("when the first shelf is full the second takes it, and an old copy does not come back", async () => {
  const [first, second] = [inMemory(), inMemory()];
  let full = false;
  const both = firstOf([{ ...first, put: (...what) => (full ? Promise.reject(new Error("full")) : first.put(...what)) }, second]);
  await both.put("drafts", "a", { text: "old" });
  full = true;
  await both.put("drafts", "a", { text: "new" });

  expect(await both.read("drafts")).toEqual([{ text: "new" }]);
  await both.remove("drafts", "a");
  expect(await both.read("drafts")).toEqual([]);
});
