/** What the marks in a text say. */
export const text = {
  words: "The turn. Arrow keys go from word to word, with Shift they select; a label's key marks.",
  selected: (words: string) => `Selected: ${words}`,
  mark: "mark",
} as const;
