/** What the list of turns says. */
export const text = {
  turns: "The conversation",
  target: "This turn is asked about",
  silent: "(no text)",
  none: "There is no text for this recording.",
  play: (time: string) => `${time}: play this turn`,
} as const;
