/** What an edit makes of a file, before it is offered. */

import { analyze, type Snapshot } from '../snapshot/snapshot.ts';
import { applyEdits, type Edit } from '../training/stepEdits.ts';

/** The version that a file would be with some edits, as far as it can be read without its numbers. */
export function analyzeWithEdits(snapshot: Snapshot, edits: readonly Edit[]): Snapshot {
  return analyze(applyEdits(snapshot.text, edits), snapshot.version, snapshot.context, snapshot);
}
