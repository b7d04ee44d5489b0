/** Structural sharing: reuses previous objects that are equal, so that React skips them. */

/** The new list, with equal objects of the old one reused index by index. */
export function reuseEqual<Item>(previous: readonly Item[], next: readonly Item[]): Item[] {
  return next.map((item, index) => (isDeepEqual(previous[index], item) ? previous[index]! : item));
}

/** Deep equality of shallowly nested plain data. */
export function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [entriesOfA, entriesOfB] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    entriesOfA.length === entriesOfB.size && entriesOfA.every(([key, value]) => isDeepEqual(value, entriesOfB.get(key)))
  );
}
