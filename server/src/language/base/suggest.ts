/** "Did you mean": the known name that a misspelt one is closest to. */

import { distance } from 'fastest-levenshtein';

/** Longer names are not typed by hand, and take long to compare. */
const longestTyped = 100;

/** The closest of some names, if it differs in case alone or in a third of the letters at most, or undefined. */
export function similarName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longestTyped) return undefined;
  const reach = name.length < 2 ? 0 : Math.max(1, Math.floor(name.length / 3));
  const lowerCase = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = reach + 1;
  for (const candidate of known) {
    // Of thousands of names most are told apart by their lengths.
    const difference = Math.abs(candidate.length - name.length);
    if (difference > reach || candidate === name) continue;
    if (difference === 0 && candidate.toLowerCase() === lowerCase) return candidate;
    if (difference >= bestDistance) continue;
    const found = distance(name, candidate);
    if (found < bestDistance) [best, bestDistance] = [candidate, found];
  }
  return best;
}
