/** Finds the known name closest to a misspelled one, for "did you mean". */

import { distance } from 'fastest-levenshtein';

/** Longer names are slow to compare, and nobody types them by hand. */
const maxNameLength = 100;

/** The candidate with the smallest edit distance, at most a third of the name's letters. One that differs only in case wins. */
export function findSimilarName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > maxNameLength) return undefined;
  const maxDistance = name.length < 2 ? 0 : Math.max(1, Math.floor(name.length / 3));
  const lowerCase = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = maxDistance + 1;
  for (const candidate of candidates) {
    // The length alone rules out most of thousands of names.
    const lengthDifference = Math.abs(candidate.length - name.length);
    if (lengthDifference > maxDistance || candidate === name) continue;
    if (lengthDifference === 0 && candidate.toLowerCase() === lowerCase) return candidate;
    if (lengthDifference >= bestDistance) continue;
    const candidateDistance = distance(name, candidate);
    if (candidateDistance < bestDistance) [best, bestDistance] = [candidate, candidateDistance];
  }
  return best;
}
