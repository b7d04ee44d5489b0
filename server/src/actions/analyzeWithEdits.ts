/** What an edit makes of a file, before it is offered. */

import { applyEdits, type Edit } from '../language/base/edits.ts';
import { analyze, type Snapshot } from '../snapshot/snapshot.ts';

/** The version that a file would be with some edits, as far as it can be read without its numbers. */
export function analyzeWithEdits(snapshot: Snapshot, edits: readonly Edit[]): Snapshot {
  return analyze(applyEdits(snapshot.text, edits), snapshot.version, snapshot.context, snapshot);
}
