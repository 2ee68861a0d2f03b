const COUNT = new Intl.NumberFormat("en");
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** Write a count with its noun: "1 item", "2,500 items", "2 people". */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${COUNT.format(count)} ${count === 1 ? one : several}`;
}

export function number(count: number): string {
  return COUNT.format(count);
}

/** Write a share of a whole as a percentage; a share of nothing is nothing. 100 % only when nothing is missing. */
export function percent(done: number, total: number): string {
  if (total === 0) return "–";
  const exact = (100 * done) / total;
  return `${done < total ? Math.min(99, Math.floor(exact)) : 100} %`;
}

/** Write a size in bytes as people read it. */
export function size(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? counted(bytes, "byte") : `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ""}`;
}

/** Write the day of a time, in the reader's zone. */
export function day(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : DAY.format(date);
}
