/** Finds the known name closest to a misspelled one, for "did you mean". */

import { distance } from 'fastest-levenshtein';

/** Longer names are not typed by hand, and take long to compare. */
const maxNameLength = 100;

/** The closest of some names, if it differs in case alone or in a third of the letters at most, or undefined. */
export function findSimilarName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > maxNameLength) return undefined;
  const maxDistance = name.length < 2 ? 0 : Math.max(1, Math.floor(name.length / 3));
  const lowerCase = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = maxDistance + 1;
  for (const candidate of candidates) {
    // Of thousands of names most are told apart by their lengths.
    const lengthDifference = Math.abs(candidate.length - name.length);
    if (lengthDifference > maxDistance || candidate === name) continue;
    if (lengthDifference === 0 && candidate.toLowerCase() === lowerCase) return candidate;
    if (lengthDifference >= bestDistance) continue;
    const candidateDistance = distance(name, candidate);
    if (candidateDistance < bestDistance) [best, bestDistance] = [candidate, candidateDistance];
  }
  return best;
}
