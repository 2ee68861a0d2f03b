import { counted } from "../domain/figures";
import type { Step } from "./steps";

interface Said {
  title: string;
  how: string;
  /** What is told when it was done. */
  done: string;
  /** The page where it is done, as a button says it. */
  go: string;
}

const steps: Record<Step, Said> = {
  hear: {
    title: "Hear a call",
    how: "Press Space to play the customer's turn, Space again to stop. Every key stands on its button; ? lists them all.",
    done: "You have heard a call.",
    go: "Go to a call",
  },
  label: {
    title: "Label a turn",
    how: "What does the customer want? Press the number of a label; then of how satisfied they sound. Enter submits.",
    done: "Your label is stored, under the guideline you saw.",
    go: "Go to Annotate",
  },
  differ: {
    title: "See three people differ",
    how: "One customer, three answers; whose is whose stays hidden until it is decided. Press Space to hear it.",
    done: "You have seen people differ.",
    go: "Open what they differ on",
  },
  settle: {
    title: "Settle it, citing a clause",
    how: "Accept A, B or C; press G and type the clause's number, Enter; Enter again sends it.",
    done: "You have settled a disagreement.",
    go: "Open the disagreement",
  },
  changed: {
    title: "See what that changed",
    how: "The figures are measured anew, and stand beside what they were before you came.",
    done: "You have seen what it changed.",
    go: "Go to Quality",
  },
};

export const text = {
  name: "Tour",
  steps,
  list: "Steps of the tour",
  at: (number: number, title: string, state: "done" | "skipped" | "now" | "open") =>
    `${number}. ${title}${state === "open" ? "" : state === "now" ? ": you are here" : `: ${state}`}`,
  skipStep: "Skip this step",
  skipTour: "Skip the tour",
  skipped: "The tour is put away. Ctrl-K and “tour” takes it up where you left it.",
  takeUp: "Take up the tour",
  next: (title: string) => `Next: ${title}.`,
  clause: (id: string) => `Clause ${id} speaks of it.`,
  measuring: "Measuring",
  before: "before you came",
  after: "now",
  agreement: "Agreement beyond chance",
  answers: (count: number) => counted(count, "answer"),
  settled: (label: string, clause: string | null) =>
    `“${label}” is now the final label of that turn, by ${clause === null ? "your decision, without a clause" : `clause ${clause}`}.`,
  asMeant: (label: string) => `The line was written to mean “${label}”.`,
  little: "One answer moves agreement little, and a decision does not move it at all: it makes one label right. Agreement rises when people read the clause.",
  toEnd: "The last thing",
  end: "Last: a delivery that passes its check, and still fails",
} as const;
