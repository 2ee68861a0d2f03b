/** What the waveform says. */
export const text = {
  wave: "The sound. Tab goes through the segments; all of them are in the list beside it.",
  waveRole: "waveform",
  sound: "Sound",
  hearOnly: (name: string) => `Hear only ${name}`,
  hearAll: "Hear all channels",
} as const;
