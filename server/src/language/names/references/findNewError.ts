/** Finds an error that an edit introduced, by code, as offsets may have moved. */

import type { Problem } from '../../problems/problems.ts';

/** The first error whose code occurs more often than before. */
export function findNewError(before: readonly Problem[], after: readonly Problem[]): Problem | undefined {
  const counts = new Map<string, number>();
  for (const { code } of before) counts.set(code, (counts.get(code) ?? 0) + 1);
  return after.find(({ code, severity }) => {
    const count = (counts.get(code) ?? 0) - 1;
    counts.set(code, count);
    return severity === 'error' && count < 0;
  });
}
