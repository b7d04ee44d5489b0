/** A snapshot with edits applied, to check them before they are offered. */

import { applyEdits, type Edit } from '../language/text/edits.ts';
import { analyze, type Snapshot } from '../snapshot/snapshot.ts';

/** Analyzes the file as it would be after the edits, without evaluating it. */
export function analyzeWithEdits(snapshot: Snapshot, edits: readonly Edit[]): Snapshot {
  return analyze(applyEdits(snapshot.text, edits), snapshot.version, snapshot.context, snapshot);
}
