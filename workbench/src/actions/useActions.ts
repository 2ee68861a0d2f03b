import { useEffect, useLayoutEffect, useRef } from "react";
import { bind, type ActionDefinition } from "./action";
import { registry } from "./registry";

/** Make actions available while this component is shown. `definitions` should be a constant or memoised;
 * `context` may change with every render. */
export function useActions<C>(definitions: readonly ActionDefinition<C>[], context: C): void {
  const latest = useRef(context);
  useLayoutEffect(() => {
    latest.current = context;
  });
  useEffect(() => registry.add(definitions.map((definition) => bind(definition, () => latest.current))), [definitions]);
}
