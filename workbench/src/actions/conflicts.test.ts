import { expect, test } from "vitest";
import { conflicts } from "./conflicts";

const action = (id: string, group: string, ...keys: string[]) => ({ id, name: id, group, keys });
const ids = (of: string) => {
  const all = [action("a", "Annotate", "J"), action("b", "Annotate", "J", "K"), action("c", "Review", "J"), action("d", "Everywhere", "J")];
  const one = all.find(({ id }) => id === of);
  return one ? conflicts(one, all, ({ keys }) => keys).map(({ id }) => id) : [];
};

test("a key conflicts within its page and with what works everywhere", () => {
  expect(ids("a")).toEqual(["b", "d"]);
});

test("the same key on two pages is no conflict", () => {
  expect(ids("c")).toEqual(["d"]);
});
