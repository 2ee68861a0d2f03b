import { useEffect, type DependencyList } from "react";
import { Scope } from "./scope";

/** Run `start` with a Scope that ends when `deps` change or the component goes. */
export function useScope(start: (scope: Scope) => void, deps: DependencyList): void {
  useEffect(() => {
    const scope = new Scope();
    start(scope);
    return () => scope.dispose();
    // The caller's dependencies are this effect's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, deps);
}
