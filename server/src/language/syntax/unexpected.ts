/** Says why a statement can't go on at a token: the problem that explains it best, at the range that is wrong. */

import * as l10n from '@vscode/l10n';
import { type Problem, problem } from '../problems/problems.ts';
import { mistakeAt, type Place } from './errorProductions.ts';
import { isCloser, isKeyword, type TokenKind } from './scan.ts';

export const closers: Partial<Record<TokenKind, TokenKind>> = { '(': ')', '[': ']', '{': '}' };

const operators: readonly TokenKind[] = ['<', '<=', '>', '>=', '==', '!=', '+', '-', '−', '*', '/', '@', '^', '**'];

/** After these a value must follow. */
const beforeValue: ReadonlySet<TokenKind> = new Set([
  ...operators,
  ...(['=', '≈', '~=', ',', '(', '[', 'expect', 'within', 'return'] as const),
]);

/** These show that the value before them was left out. */
const afterValue: ReadonlySet<TokenKind> = new Set([
  ...operators,
  ...(['=', '≈', '~=', ',', ')', ']', 'within', 'newline', 'end'] as const),
]);

/** What people write who take it from a book, and what it is in the language. */
const instead: Readonly<Record<string, string>> = {
  '²': '^2',
  '³': '^3',
  '·': '*',
  '×': '*',
  '÷': '/',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '√': 'sqrt(…)',
};

/** Why no value starts at a token. */
export function missingValue(place: Place): Problem {
  const { tokens, at, opener } = place;
  const previous = at === 0 ? undefined : tokens.kind(at - 1);
  const lacksCloser = previous !== undefined && (previous in closers || previous === ',');
  if (isEnd(tokens.kind(at)) && lacksCloser && opener !== undefined) return unclosed(place, opener);
  const mistake = mistakeAt(place);
  if (mistake) return mistake;
  const endsBody = tokens.kind(at) === '}' && opener !== undefined && tokens.kind(opener) === '{';
  if (previous !== undefined && beforeValue.has(previous) && (endsBody || afterValue.has(tokens.kind(at)))) {
    return problem('missing-operand', tokens.range(at - 1), tokens.text(at - 1));
  }
  if (isKeyword(tokens.kind(at))) return problem('keyword-as-name', tokens.range(at), tokens.text(at));
  return unexpected(place);
}

/** Why a bracket that is open isn't closed at a token. */
export function missingCloser(place: Place, opener: number): Problem {
  const kind = place.tokens.kind(place.at);
  // Only where a statement starts in the first column, a body ends in front of something else.
  const isCutOff = isEnd(place.tokens.kind(place.at - 1));
  return isCutOff || isEnd(kind) || isCloser(kind) ? unclosed(place, opener) : unexpected(place);
}

/** Why nothing may go on with a token. */
export function unexpected(place: Place): Problem {
  const { tokens, at } = place;
  const range = tokens.range(at);
  const text = tokens.text(at);
  const kind = tokens.kind(at);
  if (kind === 'unknown') return problem('unexpected-character', range, showCharacter(text), insteadOf(text));
  if (kind === 'malformed') return problem('malformed-number', range, text, text.replace(/[\d.]+/, '$& * '));
  if (isCloser(kind)) return problem('stray-bracket', range, text);
  return mistakeAt(place) ?? problem('unexpected-token', range, text);
}

function unclosed({ tokens }: Place, opener: number): Problem {
  const kind = tokens.kind(opener);
  return problem('unclosed-bracket', tokens.range(opener), kind, closers[kind]!);
}

export const isEnd = (kind: TokenKind): boolean => kind === 'end' || kind === 'newline';

function insteadOf(character: string): string | undefined {
  return character === ';' ? l10n.t('each statement on a line of its own') : instead[character];
}

/** The character itself, or its code point where it would not be seen. */
function showCharacter(text: string): string {
  const isVisible = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(text);
  return isVisible ? `'${text}'` : `U+${text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
