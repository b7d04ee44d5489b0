/** The expression that is selected, and the statement that it stands in. */

import type { Range } from '../language/base/lines.ts';
import { isKeyword } from '../language/syntax/scan.ts';
import { type Expression, lastFrom, type Statement, statementAt } from '../language/syntax/tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface Selected {
  readonly expression: Expression;
  /** With the brackets around it that are its own. */
  readonly range: Range;
  /** In the body of a function the statement of the body. */
  readonly statement: Statement;
  /** The statement of the file. */
  readonly outer: Statement;
}

/** Undefined where what is selected is no whole expression. */
export function selectedIn({ text, tree }: Snapshot, selection: Range): Selected | undefined {
  let range = trimmed(text, selection);
  const outer = lastFrom(tree, range.start);
  const statement = statementAt(tree, range.start);
  if (!outer || !statement || range.end > statement.end || range.start === range.end) return undefined;
  const expressions = tree.expressionsIn(outer);
  for (;;) {
    const { start, end } = range;
    const expression = expressions.find((other) => other.start === start && other.end === end);
    if (expression) return { expression, range: withBrackets(text, expression), statement, outer };
    if (text[start] !== '(' || text[end - 1] !== ')') return undefined;
    range = trimmed(text, { start: start + 1, end: end - 1 });
  }
}

/** The range of an expression with the brackets around it, but for those of a call. */
export function withBrackets(text: string, { start, end }: Range): Range {
  let range = { start, end };
  for (;;) {
    const [before, behind] = [backOverBlanks(text, range.start), overBlanks(text, range.end)];
    if (text[before - 1] !== '(' || text[behind] !== ')' || isOfCall(text, before - 1)) return range;
    range = { start: before - 1, end: behind + 1 };
  }
}

/** Whether a bracket belongs to the word before it. */
function isOfCall(text: string, bracket: number): boolean {
  const end = backOverBlanks(text, bracket);
  let start = end;
  while (start > 0 && /[\p{ID_Continue}∂]/u.test(text[start - 1])) start--;
  return start < end && !isKeyword(text.slice(start, end));
}

function backOverBlanks(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && /\s/.test(text[at - 1])) at--;
  return at;
}

function overBlanks(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && /\s/.test(text[at])) at++;
  return at;
}

function trimmed(text: string, { start, end }: Range): Range {
  const source = text.slice(start, end);
  const blanks = source.length - source.trimStart().length;
  return { start: start + blanks, end: Math.max(start + blanks, start + source.trimEnd().length) };
}
