/** The lines of a text as they are to be formatted: what stands in each, and which are better left alone. */

import type { Range } from '../language/base/lines.ts';
import { partitionPoint } from '../language/base/partitionPoint.ts';
import type { Statement } from '../language/syntax/nodes.ts';
import type { ParsedStatement } from '../language/syntax/parsedStatement.ts';
import type { Tokens } from '../language/syntax/scan.ts';
import type { Tree } from '../language/syntax/tree.ts';

export interface SourceLine {
  readonly start: number;
  /** Where it ends without its line break, and with it. */
  readonly end: number;
  readonly nextStart: number;
  /** Its tokens, from the first up to and excluding the last. */
  readonly firstToken: number;
  readonly endToken: number;
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
      isBroken: index < 0 ? firstToken < token : !isParsedCleanly(tree.parsedStatements[index]),
    };
    if (!lineBreak) return;
    start = nextStart;
  }
}

/** Whether a statement can be read: in all that was open before it, too. */
function isParsedCleanly({ problems, isSyncPoint }: ParsedStatement): boolean {
  return problems.length === 0 && isSyncPoint;
}

/** The place of the last statement that a stretch of the text has a part of; -1 where there is none. */
function statementIndexOn({ statements }: Tree, { start, end }: Range): number {
  const index = partitionPoint(statements, (statement) => statement.start >= end) - 1;
  return index >= 0 && statements[index].end > start ? index : -1;
}

function commentIn(text: string, { start, end }: Range): Range | undefined {
  const rest = text.slice(start, end).trimEnd();
  const commentOffset = rest.indexOf('#');
  return commentOffset < 0 ? undefined : { start: start + commentOffset, end: start + rest.length };
}
