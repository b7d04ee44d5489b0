/** The lines of a text with their tokens and comments, for the formatter. */

import type { Statement } from '../language/syntax/ast.ts';
import type { Tokens } from '../language/syntax/scanner.ts';
import type { Tree } from '../language/syntax/tree/tree.ts';
import type { Range } from '../language/text/lines.ts';
import { partitionPoint } from '../language/text/partitionPoint.ts';

export interface SourceLine {
  readonly start: number;
  /** End offset without the line break; `nextStart` is the end offset with it. */
  readonly end: number;
  readonly nextStart: number;
  /** Token range, excluding `endToken`. */
  readonly firstToken: number;
  readonly endToken: number;
  /** Without trailing whitespace. */
  readonly comment: Range | undefined;
  /** True if the line belongs to a statement that cannot be parsed, and is therefore not formatted. */
  readonly isBroken: boolean;
  /** The statement of the file that the line belongs to; undefined between statements. */
  readonly statement: Statement | undefined;
}

const lineBreaks = /\r\n|\r|\n/g;

/** In text order; the last line has no line break. */
export function* sourceLines(text: string, tokens: Tokens, tree: Tree): Generator<SourceLine> {
  const isClean = cleanStatements(tree);
  let token = 0;
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    lineBreaks.lastIndex = start;
    const lineBreak = lineBreaks.exec(text);
    const end = lineBreak?.index ?? text.length;
    const nextStart = lineBreak ? lineBreaks.lastIndex : end;
    while (tokens.kind(token) === 'newline') token++;
    const firstToken = token;
    while (tokens.start(token) < end && tokens.kind(token) !== 'end') token++;
    const index = statementIndexOn(tree, { start, end });
    yield {
      ...{ start, end, nextStart, firstToken, endToken: token, statement: tree.statements[index] },
      comment: commentIn(text, { start: firstToken < token ? tokens.end(token - 1) : start, end }),
      isBroken: index < 0 ? firstToken < token : !areAllClean(tree, isClean, index, start),
    };
    if (!lineBreak) return;
    start = nextStart;
  }
}

/**
 * For each statement, true if it has no syntax errors and no bracket is open before it. A block is clean as a whole, as the
 * indentation of its first line decides where its statements begin.
 */
function cleanStatements({ parsedStatements }: Tree): readonly boolean[] {
  const isClean: boolean[] = [];
  while (isClean.length < parsedStatements.length) {
    const first = isClean.length;
    let end = first + 1;
    while (end < parsedStatements.length && parsedStatements[end].statement.blocks) end++;
    const group = parsedStatements.slice(first, end);
    const isGroupClean = group[0].isSyncPoint && group.every(({ problems }) => problems.length === 0);
    for (const _ of group) isClean.push(isGroupClean);
  }
  return isClean;
}

/** True if the statements up to an index that overlap a line are clean. */
function areAllClean({ statements }: Tree, isClean: readonly boolean[], last: number, lineStart: number): boolean {
  for (let index = last; index >= 0 && statements[index].end > lineStart; index--) if (!isClean[index]) return false;
  return true;
}

/** Index of the last statement that overlaps the range; −1 if there is none. */
function statementIndexOn({ statements }: Tree, { start, end }: Range): number {
  const index = partitionPoint(statements, (statement) => statement.start >= end) - 1;
  return index >= 0 && statements[index].end > start ? index : -1;
}

function commentIn(text: string, { start, end }: Range): Range | undefined {
  const rest = text.slice(start, end).trimEnd();
  const commentOffset = rest.indexOf('#');
  return commentOffset < 0 ? undefined : { start: start + commentOffset, end: start + rest.length };
}
