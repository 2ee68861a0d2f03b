import { counted } from "../../domain/figures";

/** What the outbox says in the top bar: short; the page Annotate says what can be done. */
export const text = {
  unkept: (count: number) => `Store full: ${counted(count, "answer")} only on this page`,
  signedOut: (count: number) => `Signed out: ${counted(count, "answer")} kept here`,
  refused: (count: number) => `${counted(count, "answer")} not taken`,
} as const;
