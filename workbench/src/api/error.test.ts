import { expect, test } from "vitest";
import { ApiError, errorOf, sentence } from "./error";

test("a refusal keeps its code, sentence, field and facts", () => {
  const error = errorOf(409, { error: { code: "wrong-offset", message: "Go on at 5.", field: null, facts: { offset: 5 } } });

  expect([error.status, error.code, error.message, error.field, error.facts["offset"]]).toEqual([409, "wrong-offset", "Go on at 5.", null, 5]);
});

test("a page of a proxy becomes one sentence", () => {
  expect(errorOf(502, undefined).message).toBe("The server does not answer. Try again in a moment.");
  expect(errorOf(418, "<html>").code).toBe("http-418");
});

test("no answer at all is told apart from a refusal", () => {
  expect(new ApiError(0, "unreachable", "…").unreachable).toBe(true);
  expect(errorOf(500, null).unreachable).toBe(false);
});

test("what is thrown by mistake never shows its inside", () => {
  expect(sentence(new TypeError("x is not a function"))).not.toContain("function");
});
