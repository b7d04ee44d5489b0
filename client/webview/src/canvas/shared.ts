/** What says the same as before is made the very object of before: so that nothing of it is drawn anew. */

/** The list of now, with the objects of before where they are equal, place by place. */
export function sharedWith<Part>(before: readonly Part[], now: readonly Part[]): Part[] {
  return now.map((part, place) => (isSame(before[place], part) ? before[place]! : part));
}

/** Of plain data that doesn't nest deeply. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [of, and] = [Object.entries(a), new Map(Object.entries(b))];
  return of.length === and.size && of.every(([key, value]) => isSame(value, and.get(key)));
}
