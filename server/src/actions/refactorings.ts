/** What can be made of a selection without changing any value. */

import type { Range } from '../language/base/lines.ts';
import type { Named } from '../language/names/symbols.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { extractions } from './extract.ts';
import { inlinings } from './inline.ts';
import type { Refactoring } from './refactoring.ts';
import { rewrites } from './rewrite.ts';

/** @param isNamedElsewhere whether other files use a name of this one. */
export async function refactoringsAt(
  snapshot: Snapshot,
  selection: Range,
  isNamedElsewhere: (named: Named) => Promise<boolean>,
): Promise<readonly Refactoring[]> {
  return [
    ...extractions(snapshot, selection),
    ...(await inlinings(snapshot, selection, isNamedElsewhere)),
    ...rewrites(snapshot, selection),
  ];
}
