import { expect, test } from "vitest";
import { match } from "./match";

test("named parts are returned decoded", () => {
  expect(match("/projects/:project/people", "/projects/a%20b/people/")).toEqual({ project: "a b" });
});

test("another length or another word is no match", () => {
  expect(match("/projects/:project", "/projects")).toBeNull();
  expect(match("/projects/:project/people", "/projects/x/settings")).toBeNull();
});

test("a part that cannot be decoded is taken as it is", () => {
  expect(match("/projects/:project", "/projects/%E0%A4%A")).toEqual({ project: "%E0%A4%A" });
});
