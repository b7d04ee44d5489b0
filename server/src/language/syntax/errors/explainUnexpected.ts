/** Explains syntax errors: finds the most helpful problem for the token at which parsing fails. */

import * as l10n from '@vscode/l10n';
import { fromLatex } from '../../foreign/latex.ts';
import { scriptHere, symbolHere } from '../../foreign/unicode.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import { isCloser, isKeyword, type TokenKind, type Tokens } from '../scanner.ts';
import { matchErrorProduction, type ParseContext } from './errorProductions.ts';

export const closers: Partial<Record<TokenKind, TokenKind>> = { '(': ')', '[': ']', '{': '}' };

const operators: readonly TokenKind[] = [
  ...(['and', 'or', '<', '<=', '>', '>=', '==', '!='] as const),
  ...(['+', '-', '−', '*', '/', '%', '@', '^', '**'] as const),
];

/** Tokens that a value must follow. */
const tokensBeforeValue: ReadonlySet<TokenKind> = new Set([
  ...operators,
  ...(['=', '≈', '~=', ',', '(', '[', 'not', 'expect', 'within', 'return'] as const),
]);

/** Tokens in front of which a missing value is certain. */
const tokensAfterValue: ReadonlySet<TokenKind> = new Set([
  ...operators,
  ...(['=', '≈', '~=', ',', ')', ']', 'within', 'newline', 'end'] as const),
]);

/** The problem where a value is expected and none starts. */
export function explainMissingValue(context: ParseContext): Problem {
  const { tokens, index, opener } = context;
  const previous = index === 0 ? undefined : tokens.kind(index - 1);
  const mayLackCloser = previous !== undefined && (previous in closers || previous === ',');
  if (isStatementEnd(tokens.kind(index)) && mayLackCloser && opener !== undefined)
    return unclosedBracket(context, opener);
  const match = matchErrorProduction(context);
  if (match) return match;
  const isBodyEnd = tokens.kind(index) === '}' && opener !== undefined && tokens.kind(opener) === '{';
  if (
    previous !== undefined &&
    tokensBeforeValue.has(previous) &&
    (isBodyEnd || tokensAfterValue.has(tokens.kind(index)))
  ) {
    return problem('missing-operand', tokens.range(index - 1), tokens.text(index - 1));
  }
  if (isKeyword(tokens.kind(index))) return problem('keyword-as-name', tokens.range(index), tokens.text(index));
  return explainUnexpected(context);
}

/** The problem where an open bracket is not closed. */
export function explainMissingCloser(context: ParseContext, opener: number): Problem {
  const kind = context.tokens.kind(context.index);
  // A body that ends without its brace was cut off by a statement in the first column.
  const isCutOff = isStatementEnd(context.tokens.kind(context.index - 1));
  return isCutOff || isStatementEnd(kind) || isCloser(kind)
    ? unclosedBracket(context, opener)
    : explainUnexpected(context);
}

/** The problem of a token that can't continue the statement. */
export function explainUnexpected(context: ParseContext): Problem {
  const { tokens, index } = context;
  const range = tokens.range(index);
  const text = tokens.text(index);
  const kind = tokens.kind(index);
  const latex = latexRange(tokens, index);
  if (latex) {
    const line = tokens.textFrom(lineStart(tokens, index), lineEnd(tokens, index));
    return problem('latex', tokens.rangeFrom(...latex), tokens.textFrom(...latex), fromLatex(line));
  }
  const wrongComment = kind === 'unknown' ? matchErrorProduction(context) : undefined;
  if (wrongComment?.code === 'wrong-comment-marker') return wrongComment;
  if (kind === 'unknown' && Object.hasOwn(otherOperators, text)) return foreignOperator(tokens, index);
  const scripts = kind === 'unknown' ? scriptRun(tokens, index) : undefined;
  if (scripts) {
    const source = tokens.textFrom(index, scripts);
    return problem('unexpected-character', tokens.rangeFrom(index, scripts), `'${source}'`, scriptHere(source));
  }
  if (kind === 'unknown')
    return problem('unexpected-character', range, formatCharacter(text), replacementFor(text, tokens, index));
  if (kind === 'malformed') return problem('malformed-number', range, text, text.replace(/[\d.]+/, '$& * '));
  if (isCloser(kind)) return problem('stray-bracket', range, text);
  const isTuple = kind === ',' && context.opener !== undefined && isGrouping(tokens, context.opener);
  return matchErrorProduction(context) ?? problem('unexpected-token', range, text, isTuple);
}

function unclosedBracket({ tokens }: ParseContext, opener: number): Problem {
  const kind = tokens.kind(opener);
  return problem('unclosed-bracket', tokens.range(opener), kind, closers[kind]!);
}

/** True for a parenthesis that belongs to no call. */
function isGrouping(tokens: Tokens, opener: number): boolean {
  return tokens.kind(opener) === '(' && tokens.kind(opener - 1) !== 'name';
}

export const isStatementEnd = (kind: TokenKind): boolean => kind === 'end' || kind === 'newline';

/** The last of the superscripts, or subscripts, that begin at a token. */
function scriptRun(tokens: Tokens, index: number): number | undefined {
  if (scriptHere(tokens.text(index)) === undefined) return undefined;
  let last = index;
  while (tokens.start(last + 1) === tokens.end(last) && scriptHere(tokens.textFrom(index, last + 1)) !== undefined)
    last++;
  return last;
}

/** The first and last token of LaTeX at a token: a command with its groups, a group after `^` or `_`, or a line in `$`. */
function latexRange(tokens: Tokens, index: number): readonly [number, number] | undefined {
  const text = tokens.text(index);
  if (text === '$' && (index === 0 || tokens.kind(index - 1) === 'newline')) return [index, lineEnd(tokens, index)];
  if (text === '{') {
    const isScript = tokens.kind(index - 1) === '^' || tokens.text(index - 1).endsWith('_');
    return isScript ? [index - 1, groupsEnd(tokens, index - 1)] : undefined;
  }
  if (text === '&' && tokens.kind(index + 1) === '=') return [index, index + 1];
  if (text !== '\\') return undefined;
  const hasName = tokens.start(index + 1) === tokens.end(index) && !isStatementEnd(tokens.kind(index + 1));
  return [index, groupsEnd(tokens, hasName ? index + 1 : index)];
}

function lineStart(tokens: Tokens, index: number): number {
  let first = index;
  while (first > 0 && tokens.kind(first - 1) !== 'newline') first--;
  return first;
}

function lineEnd(tokens: Tokens, index: number): number {
  let last = index;
  while (!isStatementEnd(tokens.kind(last + 1))) last++;
  return last;
}

/** The last token of the groups in braces that follow a token directly. */
function groupsEnd(tokens: Tokens, index: number): number {
  const end = lineEnd(tokens, index);
  let last = index;
  while (tokens.kind(last + 1) === '{' && tokens.start(last + 1) === tokens.end(last)) {
    let depth = 0;
    let token = last + 1;
    for (; token <= end; token++) {
      if (tokens.kind(token) === '{') depth++;
      if (tokens.kind(token) === '}' && --depth === 0) break;
    }
    if (token > end) return last;
    last = token;
  }
  return last;
}

/** Operators of other languages, and what to write. */
const otherOperators: Readonly<Record<string, string>> = {
  '!': 'not a',
  '&': 'a and b',
  '?': 'where(condition, a, b)',
  '|': 'a or b',
};

/** The problem of an operator of other languages; `&&` is one operator. */
function foreignOperator(tokens: Tokens, index: number): Problem {
  const text = tokens.text(index);
  const isDoubled = tokens.text(index + 1) === text && tokens.end(index) === tokens.start(index + 1);
  const end = isDoubled ? index + 1 : index;
  const range = { start: tokens.start(index), end: tokens.end(end) };
  const isAbsolute = text === '|' && !isDoubled && !['name', 'number', ')', ']'].includes(tokens.kind(index - 1));
  return problem('foreign-operator', range, tokens.textFrom(index, end), isAbsolute ? 'abs(a)' : otherOperators[text]);
}

/** What to write for a character; an empty text if it should be removed. */
function replacementFor(character: string, tokens: Tokens, index: number): string | undefined {
  if (character !== ';') return symbolHere(character);
  return isStatementEnd(tokens.kind(index + 1)) ? '' : l10n.t('each statement on its own line');
}

/** The character in quotes, or its code point if it is invisible. */
function formatCharacter(text: string): string {
  const isVisible = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(text);
  return isVisible ? `'${text}'` : `U+${text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
