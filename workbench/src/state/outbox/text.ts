import { counted } from "../../domain/figures";

/** What the outbox says. */
export const text = {
  unkept: (count: number) => `This browser's store is full: ${counted(count, "answer is", "answers are")} only on this page. Keep it open until they are saved.`,
  signedOut: (count: number) => `Signed out: ${counted(count, "answer is", "answers are")} kept here. Sign in to send them.`,
  refused: (count: number) => `${counted(count, "answer was", "answers were")} not taken: see Annotate`,
} as const;
