/** Every action of the workbench, those of other pages too, so that their keys can be chosen in one place. */

import type { ActionDefinition } from "./action";

type Definition = Pick<ActionDefinition<unknown>, "id" | "name" | "group" | "keys">;

const FILES = import.meta.glob([
  "../app/actions/*.ts", "../pages/*/actions.ts", "../pages/*/actions/*.ts", "../editors/**/actions/*.ts", "!../**/*.test.ts",
]);

/** Load the definitions: whatever these files export that is an action, by group and in the order of the files. */
export async function catalogue(): Promise<Definition[]> {
  const modules = await Promise.all(Object.entries(FILES).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, load]) => load()));
  const found = new Map<string, Definition>();
  for (const module of modules) {
    for (const value of Object.values(module as Record<string, unknown>)) if (isDefinition(value)) found.set(value.id, value);
  }
  return [...found.values()];
}

function isDefinition(value: unknown): value is Definition {
  return typeof value === "object" && value !== null && "id" in value && "keys" in value && "run" in value && "group" in value;
}
