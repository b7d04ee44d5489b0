/** The lines of a text as they are to be formatted: what stands in each, and which are better left alone. */

import type { Range } from '../language/base/lines.ts';
import { firstWhere } from '../language/base/partitionPoint.ts';
import type { Passage } from '../language/syntax/parsedStatement.ts';
import type { Tokens } from '../language/syntax/scan.ts';
import type { Statement, Tree } from '../language/syntax/tree.ts';

export interface SourceLine {
  readonly start: number;
  /** Where it ends without its line break, and with it. */
  readonly end: number;
  readonly next: number;
  /** Its tokens, from the first up to and excluding the last. */
  readonly first: number;
  readonly last: number;
  /** Without the blanks at its end. */
  readonly comment: Range | undefined;
  /** Whether it belongs to a statement that can't be read: what is missing in that is for its writer to say. */
  readonly isBroken: boolean;
  /** The statement of the file that it belongs to; absent between statements. */
  readonly statement: Statement | undefined;
}

const lineBreaks = /\r\n|\r|\n/g;

/** In the order of the text; the last one has no line break. */
export function* sourceLines(text: string, tokens: Tokens, tree: Tree): Generator<SourceLine> {
  let token = 0;
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    lineBreaks.lastIndex = start;
    const found = lineBreaks.exec(text);
    const end = found?.index ?? text.length;
    const next = found ? lineBreaks.lastIndex : end;
    while (tokens.kind(token) === 'newline') token++;
    const first = token;
    while (tokens.start(token) < end && tokens.kind(token) !== 'end') token++;
    const place = placeOf(tree, { start, end });
    yield {
      ...{ start, end, next, first, last: token, statement: tree.statements[place] },
      comment: commentIn(text, { start: first < token ? tokens.end(token - 1) : start, end }),
      isBroken: place < 0 ? first < token : !isSound(tree.passages[place]),
    };
    if (!found) return;
    start = next;
  }
}

/** Whether a statement can be read: in all that was open before it, too. */
function isSound({ problems, isClean }: Passage): boolean {
  return problems.length === 0 && isClean;
}

/** The place of the last statement that a stretch of the text has a part of; -1 where there is none. */
function placeOf({ statements }: Tree, { start, end }: Range): number {
  const place = firstWhere(statements, (statement) => statement.start >= end) - 1;
  return place >= 0 && statements[place].end > start ? place : -1;
}

function commentIn(text: string, { start, end }: Range): Range | undefined {
  const rest = text.slice(start, end).trimEnd();
  const sign = rest.indexOf('#');
  return sign < 0 ? undefined : { start: start + sign, end: start + rest.length };
}
