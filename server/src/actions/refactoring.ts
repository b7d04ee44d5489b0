/** A refactoring: edits that keep all values, or the reason why there are none. */

import * as l10n from '@vscode/l10n';
import { findNewError } from '../language/names/references/findNewError.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import type { Edit } from '../language/text/edits.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { analyzeWithEdits } from './analyzeWithEdits.ts';

type RefactoringKind = 'refactor.extract' | 'refactor.inline' | 'refactor.rewrite';

export interface Refactoring {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** A generated name, which the user may want to change. */
  readonly name?: string;
  /** Edits in text order. */
  readonly outcome: readonly Edit[] | Refusal;
}

/** Returns the edits, or a refusal if they would introduce an error. */
export function validateEdits(snapshot: Snapshot, edits: readonly Edit[]): readonly Edit[] | Refusal {
  const error = findNewError(snapshot.problems, analyzeWithEdits(snapshot, edits).problems);
  return error === undefined ? edits : { refusal: l10n.t`This would cause an error: ${error.message}` };
}

/** Refusal for a statement that shares a line with another one. */
export function sharesLineRefusal(): Refusal {
  return { refusal: l10n.t('The statement shares its line with another statement.') };
}
