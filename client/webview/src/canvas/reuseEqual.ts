/** What says the same as before is made the very object of before: so that nothing of it is drawn anew. */

/** The list of now, with the objects of before where they are equal, place by place. */
export function reuseEqual<Item>(previous: readonly Item[], next: readonly Item[]): Item[] {
  return next.map((item, index) => (isDeepEqual(previous[index], item) ? previous[index]! : item));
}

/** Of plain data that doesn't nest deeply. */
export function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [entriesOfA, entriesOfB] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    entriesOfA.length === entriesOfB.size && entriesOfA.every(([key, value]) => isDeepEqual(value, entriesOfB.get(key)))
  );
}
