/** Completion of words between values: `and`, `or`, `≈` and `within` of an expectation, and `~` before an initializer or a distribution. */

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver';
import type { OperatorSymbol } from '../../engine/ir/operator.ts';
import { logicalAnd, logicalOr } from '../../engine/operators/elementwise/logic.ts';
import { operatorBySymbol } from '../../engine/operators/table.ts';
import type { TokenKind } from '../../language/syntax/scanner.ts';
import type { TokenWalk } from '../support/tokenWalk.ts';
import type { Candidate } from './candidate.ts';

/** Also typed as `~=`. */
export function approximatelyCandidate(): Candidate {
  const description = l10n.t('approximately equal');
  return { label: '≈', kind: CompletionItemKind.Operator, rank: 'first', filter: '~=', text: '≈ ', description };
}

/** A logical operator, which is offered once it is being typed. */
export function logicCandidates(symbols: readonly OperatorSymbol[], prefix: string): Candidate[] {
  return symbols
    .filter(({ text }) => prefix !== '' && text.startsWith(prefix))
    .map(({ kind, text }) => {
      const description = l10n.t(operatorBySymbol(kind, text)!.doc);
      return { label: text, kind: CompletionItemKind.Keyword, rank: 'operator', text: `${text} `, description };
    });
}

const connectives = [logicalAnd, logicalOr].map(({ symbol }) => symbol!);

/** Candidates after a value. */
export function connectiveCandidates(walk: TokenWalk, prefix: string): Candidate[] {
  const { tokens, index, statementStart, openBrackets, head } = walk;
  const kinds = Array.from({ length: index - statementStart }, (_, i) => tokens.kind(statementStart + i));
  const isInExpression = openBrackets.length > 0 || kinds.includes('=') || head === 'expect' || head === 'return';
  return [...(isInExpression ? logicCandidates(connectives, prefix) : []), ...statementConnectives(walk, kinds)];
}

/** Candidates that belong to the statement, not to its expressions. */
function statementConnectives(
  { tokens, statementStart, openBrackets, head }: TokenWalk,
  kinds: readonly TokenKind[],
): Candidate[] {
  if (openBrackets.length > 0) return [];
  if (head === 'expect') {
    if (!kinds.includes('≈') && !kinds.includes('~=')) return [approximatelyCandidate()];
    const description = l10n.t('absolute tolerance');
    if (!kinds.includes('within'))
      return [{ label: 'within', kind: CompletionItemKind.Keyword, rank: 'first', text: 'within ', description }];
  }
  if (head === 'train' && !kinds.includes('for')) {
    const description = l10n.t('the params to train');
    return [{ label: 'for', kind: CompletionItemKind.Keyword, rank: 'first', text: 'for ', description }];
  }
  const isShape = tokens.kind(statementStart + (head === 'param' ? 2 : 1)) === '[' && !kinds.includes('=');
  const isTaken = kinds.includes('~') || (head !== 'param' && head !== 'name');
  if (isTaken) return [];
  const description = head === 'param' ? l10n.t('drawn from an initializer') : l10n.t('drawn from a distribution');
  return isShape ? [{ label: '~', kind: CompletionItemKind.Operator, rank: 'first', text: '~ ', description }] : [];
}
