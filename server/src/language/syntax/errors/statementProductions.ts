/** Statements of Python and other languages that the parser recognizes. */

import { isForeignModule } from '../../foreign/constants.ts';
import {
  continuesBlock,
  type ForeignStatement,
  foreignStatement,
  isNeedless,
  isTrainingCall,
  type NeedlessStatement,
  standsAlone,
} from '../../foreign/statements.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { Range } from '../../text/lines.ts';
import type { TokenKind, Tokens } from '../scanner.ts';

const lineEnds: ReadonlySet<TokenKind> = new Set(['newline', 'end']);

/** The problem of a statement that begins with a name and defines nothing. */
export function foreignStatementAt(tokens: Tokens, first: number): Problem | undefined {
  const word = tokens.text(first);
  const next = tokens.kind(first + 1);
  const kind = foreignStatement(word);
  if (kind !== undefined && (!lineEnds.has(next) || standsAlone(word)) && !isDefinition(tokens, first))
    return foreign(kind, tokens.range(first), word);
  if (next === '.') return memberStatement(tokens, first);
  if (next === ':') return annotation(tokens, first);
  const isAssignment = ['+', '-', '*', '/', '%', '@', '^', '**'].includes(next) && isAdjacent(tokens, first + 1, '=');
  if (isAssignment) {
    const range = { start: tokens.start(first + 1), end: tokens.end(first + 2) };
    return foreign('assignment', range, word);
  }
  if (next === '<' && isAdjacent(tokens, first + 1, '-')) return otherEquals(tokens, first + 1);
  return next === '(' ? callStatement(tokens, first) : undefined;
}

/** The problem of `for i in range(10):`; undefined for a loop as it is written here. */
export function foreignLoop(tokens: Tokens, keyword: number): Problem | undefined {
  const isHere = tokens.kind(keyword + 1) === 'name' && tokens.text(keyword + 2) === 'in';
  let token = keyword + 1;
  while (!lineEnds.has(tokens.kind(token)) && tokens.kind(token) !== '..') token++;
  const isComplete = tokens.kind(token) === '..' || token <= keyword + 4;
  return isHere && isComplete ? undefined : foreign('loop', tokens.range(keyword), tokens.text(keyword));
}

/** The problem of `import numpy as np`. */
export function foreignImport(tokens: Tokens, keyword: number): Problem | undefined {
  let last = keyword + 1;
  while (tokens.kind(last) === 'name' && tokens.kind(last + 1) === '.') last += 2;
  const hasAlias = tokens.kind(last + 1) === 'name' && tokens.text(last + 1) === 'as';
  const isModule = tokens.kind(keyword + 1) === 'name' && isForeignModule(tokens.text(keyword + 1));
  return hasAlias || isModule ? foreign('import', tokens.range(keyword), 'import') : undefined;
}

/** True for the head of an indented block: the lines below it mean nothing alone. */
export function hasBlock({ code, details }: Problem): boolean {
  return (
    code === 'incomplete-for' ||
    (code === 'foreign-statement' && ['function', 'branch', 'loop', 'class', 'other'].includes(details[0] as string))
  );
}

/** The token after the indented block below a statement. */
export function blockEnd(tokens: Tokens, head: number, from: number): number {
  const indent = indentOf(tokens, head);
  let end = from;
  for (;;) {
    let next = end;
    while (tokens.kind(next) === 'newline') next++;
    const isContinued =
      indentOf(tokens, next) === indent && tokens.kind(next) === 'name' && continuesBlock(tokens.text(next));
    if (tokens.kind(next) === 'end' || (indentOf(tokens, next) <= indent && !isContinued)) return end;
    while (!lineEnds.has(tokens.kind(next))) next++;
    end = next;
  }
}

/** The column of a token that begins a line. */
function indentOf(tokens: Tokens, token: number): number {
  return tokens.start(token) - (token === 0 ? 0 : tokens.end(token - 1));
}

function foreign(kind: ForeignStatement | NeedlessStatement, range: Range, word: string): Problem {
  if (isNeedless(kind)) return problem('needless-statement', range, kind, word);
  return problem('foreign-statement', range, kind, word);
}

/** True for `def x = 3`, where the word is a keyword of another language. */
function isDefinition(tokens: Tokens, first: number): boolean {
  return tokens.kind(first + 1) === 'name' && tokens.kind(first + 2) === '=';
}

/** `loss.backward()`, or `self.W = 3`. */
function memberStatement(tokens: Tokens, first: number): Problem | undefined {
  let last = first;
  while (tokens.kind(last + 1) === '.' && tokens.kind(last + 2) === 'name') last += 2;
  const range = { start: tokens.start(first), end: tokens.end(last) };
  const name = tokens.text(last);
  if (tokens.kind(last + 1) === '=') return foreign('attribute', range, name);
  if (tokens.kind(last + 1) !== '(') return undefined;
  if (isTrainingCall(name)) return foreign('step', range, tokens.textFrom(first, last));
  return name === 'log' || isForeignModule(tokens.text(first))
    ? foreign('print', range, tokens.textFrom(first, last))
    : problem('not-a-statement', range, tokens.textFrom(first, last), true);
}

/** `x: float = 3`, or `x := 3`. */
function annotation(tokens: Tokens, first: number): Problem | undefined {
  if (isAdjacent(tokens, first + 1, '=')) return otherEquals(tokens, first + 1);
  let token = first + 2;
  while (['name', '.', '[', ']', ','].includes(tokens.kind(token))) token++;
  const range = { start: tokens.start(first + 1), end: tokens.end(token - 1) };
  return token > first + 2 && tokens.kind(token) === '=' ? foreign('annotation', range, tokens.text(first)) : undefined;
}

/** `x <- 3`, or `x := 3`. */
function otherEquals(tokens: Tokens, sign: number): Problem {
  const range = { start: tokens.start(sign), end: tokens.end(sign + 1) };
  return problem('foreign-operator', range, tokens.textFrom(sign, sign + 1), '=');
}

/** `f(x) = x^2`, or `f(x)` alone. */
function callStatement(tokens: Tokens, first: number): Problem | undefined {
  let depth = 0;
  let token = first + 1;
  do {
    const kind = tokens.kind(token);
    if (kind === '(') depth++;
    if (kind === ')') depth--;
    if (lineEnds.has(kind)) return undefined;
    token++;
  } while (depth > 0);
  if (tokens.kind(token) === ':' && isAdjacent(tokens, token, '=')) return otherEquals(tokens, token);
  if (tokens.kind(token) === '=') return foreign('definition', tokens.range(first), tokens.textFrom(first, token - 1));
  return lineEnds.has(tokens.kind(token)) ? problem('not-a-statement', tokens.range(first), '', true) : undefined;
}

function isAdjacent(tokens: Tokens, token: number, next: TokenKind): boolean {
  return tokens.kind(token + 1) === next && tokens.end(token) === tokens.start(token + 1);
}
