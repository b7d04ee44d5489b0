/** "Did you mean": the known name that a misspelt one is closest to. */

import { distance } from 'fastest-levenshtein';

/** Longer names are not typed by hand, and take long to compare. */
const longestTyped = 100;

/** The closest of some names, if it is within a third of the letters, or undefined. */
export function similarName(name: string, known: Iterable<string>): string | undefined {
  if (name.length < 2 || name.length > longestTyped) return undefined;
  const reach = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = reach + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= bestDistance || candidate === name) continue;
    const found = distance(name, candidate);
    if (found < bestDistance) [best, bestDistance] = [candidate, found];
  }
  return best;
}
