/** Completion of words between values: `≈` and `within` of an expectation, and `~` before an initializer. */

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver';
import type { TokenWalk } from '../support/tokenWalk.ts';
import type { Candidate } from './candidate.ts';

/** Also typed as `~=`. */
export function approximatelyCandidate(): Candidate {
  const description = l10n.t('approximately equal');
  return { label: '≈', kind: CompletionItemKind.Operator, rank: 'first', filter: '~=', text: '≈ ', description };
}

/** Candidates after a value outside brackets. */
export function connectiveCandidates({ tokens, index, statementStart, openBrackets, head }: TokenWalk): Candidate[] {
  if (openBrackets.length > 0) return [];
  if (head === 'expect') {
    const kinds = Array.from({ length: index - statementStart }, (_, i) => tokens.kind(statementStart + i));
    if (!kinds.includes('≈') && !kinds.includes('~=')) return [approximatelyCandidate()];
    const description = l10n.t('absolute tolerance');
    if (!kinds.includes('within'))
      return [{ label: 'within', kind: CompletionItemKind.Keyword, rank: 'first', text: 'within ', description }];
  }
  const isShape = head === 'param' && tokens.kind(statementStart + 2) === '[';
  const description = l10n.t('drawn from an initializer');
  return isShape ? [{ label: '~', kind: CompletionItemKind.Operator, rank: 'first', text: '~ ', description }] : [];
}
