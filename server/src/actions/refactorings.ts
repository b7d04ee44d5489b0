/** All refactorings of a selection. */

import type { NamedSymbol } from '../language/names/references/symbols.ts';
import type { Range } from '../language/text/lines.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { extractRefactorings } from './extract.ts';
import { inlineRefactorings } from './inline.ts';
import type { Refactoring } from './refactoring.ts';
import { rewriteRefactorings } from './rewrite.ts';

/** @param isReferencedElsewhere true if other files use a name of this one. */
export async function refactoringsAt(
  snapshot: Snapshot,
  selection: Range,
  isReferencedElsewhere: (named: NamedSymbol) => Promise<boolean>,
): Promise<readonly Refactoring[]> {
  return [
    ...extractRefactorings(snapshot, selection),
    ...(await inlineRefactorings(snapshot, selection, isReferencedElsewhere)),
    ...rewriteRefactorings(snapshot, selection),
  ];
}
