import { useRef } from "react";
import { useScope } from "../scope/useScope";

/** For the bar with which a page ends: says how high it is, so that messages lie above it. */
export function useFoot() {
  const ref = useRef<HTMLElement>(null);
  useScope((scope) => {
    const { style } = document.documentElement;
    if (!ref.current) return;
    scope.resized(ref.current, ({ target }) => style.setProperty("--foot", `${target.getBoundingClientRect().height}px`));
    scope.own(() => style.removeProperty("--foot"));
  }, []);
  return ref;
}
