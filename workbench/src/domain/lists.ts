/** Lists that never change: each function returns a new one. */

export function put<T>(list: readonly T[], index: number, item: T): T[] {
  return list.map((other, at) => (at === index ? item : other));
}

export function take<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, at) => at !== index);
}

export function insert<T>(list: readonly T[], index: number, item: T): T[] {
  return [...list.slice(0, index), item, ...list.slice(index)];
}

/** Move an item by some places; at the ends it stays. */
export function move<T>(list: readonly T[], index: number, by: number): T[] {
  const to = index + by;
  const item = list[index];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  return insert(take(list, index), to, item);
}
