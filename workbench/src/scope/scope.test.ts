import { expect, test, vi } from "vitest";
import { Scope } from "./scope";

test("what starts in a scope stops with it, the last first", () => {
  const order: string[] = [];
  const scope = new Scope();
  scope.own(() => order.push("first"));
  scope.own(() => order.push("second"));
  scope.dispose();
  scope.dispose();

  expect(order).toEqual(["second", "first"]);
});

test("a child ends with its parent, and alone", () => {
  const parent = new Scope();
  const stopped = vi.fn();
  parent.child().own(stopped);
  const alone = parent.child();
  alone.dispose();
  expect(stopped).not.toHaveBeenCalled();
  parent.dispose();

  expect(stopped).toHaveBeenCalledTimes(1);
});

test("nothing can be started in a scope that has ended", () => {
  const scope = new Scope();
  scope.dispose();
  const stopped = vi.fn();
  scope.own(stopped);

  expect(stopped).toHaveBeenCalledTimes(1);
});

test("a listener is heard until the scope ends", () => {
  const target = new EventTarget();
  const heard = vi.fn();
  const scope = new Scope();
  scope.listen(target, "x", heard);
  target.dispatchEvent(new Event("x"));
  scope.dispose();
  target.dispatchEvent(new Event("x"));

  expect(heard).toHaveBeenCalledTimes(1);
});

test("a timer that has fired is owned no longer", () => {
  vi.useFakeTimers();
  const scope = new Scope();
  const run = vi.fn();
  scope.after(10, run);
  vi.advanceTimersByTime(20);
  scope.dispose();
  vi.useRealTimers();

  expect(run).toHaveBeenCalledTimes(1);
});
