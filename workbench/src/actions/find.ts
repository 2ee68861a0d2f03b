/** Finding an action by a few letters of its name, as in a command palette. */

export interface Found<T> {
  item: T;
  score: number;
}

/** Return the items whose name holds the letters in order, the best first; ties keep their order. */
export function find<T>(items: readonly T[], letters: string, nameOf: (item: T) => string): T[] {
  const wanted = fold(letters.trim());
  if (!wanted) return [...items];
  const found: Found<T>[] = [];
  for (const item of items) {
    const score = rate(fold(nameOf(item)), wanted);
    if (score !== null) found.push({ item, score });
  }
  return found.sort((a, b) => b.score - a.score).map(({ item }) => item);
}

/** Rate a name, higher is better; null when the letters are not in it in this order. */
export function rate(name: string, wanted: string): number | null {
  const whole = name.indexOf(wanted);
  if (whole >= 0) return 1000 - whole - (whole === 0 || name[whole - 1] === " " ? 0 : 200) - name.length / 100;
  let at = -1;
  let score = 0;
  for (const letter of wanted) {
    const next = name.indexOf(letter, at + 1);
    if (next < 0) return null;
    const starts = next === 0 || name[next - 1] === " ";
    score += starts ? 10 : next === at + 1 ? 5 : 0;
    at = next;
  }
  return score - name.length / 100;
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
}
