/** What a refactoring is: edits that leave every value as it is, or the reason why there are none. */

import * as l10n from '@vscode/l10n';
import type { Edit } from '../language/base/edits.ts';
import { findNewError } from '../language/names/findNewError.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Refusal } from '../training/refusal.ts';
import { analyzeWithEdits } from './analyzeWithEdits.ts';

type RefactoringKind = 'refactor.extract' | 'refactor.inline' | 'refactor.rewrite';

export interface Refactoring {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** The name that it makes up, which the user may want to be another one. */
  readonly name?: string;
  /** Edits in the order of the text. */
  readonly outcome: readonly Edit[] | Refusal;
}

/** The edits, unless the text would be wrong with them where it is right. */
export function validateEdits(snapshot: Snapshot, edits: readonly Edit[]): readonly Edit[] | Refusal {
  const error = findNewError(snapshot.problems, analyzeWithEdits(snapshot, edits).problems);
  return error === undefined ? edits : { refusal: l10n.t`This would cause an error: ${error.message}` };
}

/** Why a statement has no lines to itself. */
export function sharesLineRefusal(): Refusal {
  return { refusal: l10n.t('The statement shares its line with another one.') };
}
