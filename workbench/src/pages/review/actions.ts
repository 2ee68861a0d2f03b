import { defineAction } from "../../actions/action";

/** What a reviewer can do with the case that is open. */
export interface AtCase {
  /** How many answers there are; 0 when no case is open. */
  answers: number;
  accept: (index: number) => unknown;
  other: () => unknown;
  sendBack: () => unknown;
  next: () => unknown;
  later: () => unknown;
  previous: () => unknown;
  cite: () => unknown;
  writeReason: () => unknown;
  hasClauses: boolean;
}

/** What a reviewer can do whether a case is open or not. */
export interface AtSitting {
  /** There is something that all agree on and nobody has decided. */
  agreed: boolean;
  acceptAgreed: () => unknown;
}

const GROUP = "Review";
const there = ({ answers }: AtCase) => answers > 0;
const accept = (letter: string, index: number) =>
  defineAction<AtCase>({
    id: `review.accept-${letter.toLowerCase()}`, name: `Accept ${letter}`, group: GROUP, keys: [letter], undo: "step",
    available: ({ answers }) => index < answers, run: (at) => at.accept(index),
  });

export const acceptA = accept("A", 0);
export const acceptB = accept("B", 1);
export const acceptC = accept("C", 2);
export const acceptD = accept("D", 3);
export const acceptE = accept("E", 4);
export const acceptF = accept("F", 5);

export const other = defineAction<AtCase>({
  id: "review.other", name: "Give another answer", group: GROUP, keys: ["O"], undo: "step", available: there, run: (at) => at.other(),
});

export const sendBack = defineAction<AtCase>({
  id: "review.return", name: "Send back with a reason", group: GROUP, keys: ["X"], undo: "step", available: there, run: (at) => at.sendBack(),
});

export const next = defineAction<AtCase>({
  id: "review.next", name: "Decide and go on", group: GROUP, keys: ["Enter"], undo: "none", available: there, run: (at) => at.next(),
});

export const nextWhileTyping = defineAction<AtCase>({
  id: "review.next-typing", name: "Decide and go on, while typing", group: GROUP, keys: ["Ctrl+Enter"], undo: "none",
  whileTyping: true, evenOnButtons: true, keyOnly: true, available: there, run: (at) => at.next(),
});

export const later = defineAction<AtCase>({
  id: "review.later", name: "Leave it for later", group: GROUP, keys: ["PageDown"], undo: "none", available: there, run: (at) => at.later(),
});

export const previous = defineAction<AtCase>({
  id: "review.previous", name: "Back to the item before", group: GROUP, keys: ["PageUp"], undo: "none", run: (at) => at.previous(),
});

export const cite = defineAction<AtCase>({
  id: "review.cite", name: "Cite the clause that decides", group: GROUP, keys: ["G"], undo: "none",
  available: (at) => there(at) && at.hasClauses, run: (at) => at.cite(),
});

export const acceptAgreed = defineAction<AtSitting>({
  id: "review.accept-agreed", name: "Accept what all agree on, at once", group: GROUP, keys: ["U"], undo: "none",
  available: ({ agreed }) => agreed, run: (at) => at.acceptAgreed(),
});

export const writeReason = defineAction<AtCase>({
  id: "review.reason", name: "Write the reason", group: GROUP, keys: ["W"], undo: "none", available: there, run: (at) => at.writeReason(),
});
