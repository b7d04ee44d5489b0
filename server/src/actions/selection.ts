/** The selected expression and its statement. */

import { type Expression, rangeIn, type Statement } from '../language/syntax/ast.ts';
import { isKeyword } from '../language/syntax/scanner.ts';
import { lastStatementBefore, statementAt } from '../language/syntax/tree/tree.ts';
import type { Range } from '../language/text/lines.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface SelectedExpression {
  readonly expression: Expression;
  /** Includes parentheses around the expression. */
  readonly range: Range;
  /** Inside a function, the statement of its body. */
  readonly statement: Statement;
  /** The top-level statement. */
  readonly outer: Statement;
}

/** Undefined if the selection is not a whole expression. */
export function selectedExpression({ text, tree }: Snapshot, selection: Range): SelectedExpression | undefined {
  let range = trimRange(text, selection);
  const outer = lastStatementBefore(tree, range.start);
  const statement = statementAt(tree, range.start);
  if (!outer || !statement || range.end > statement.end || range.start === range.end) return undefined;
  const expressions = tree.expressionsIn(outer);
  for (;;) {
    const { start, end } = range;
    const expression = expressions.find((other) => {
      const otherRange = rangeIn(statement, other);
      return otherRange.start === start && otherRange.end === end;
    });
    if (expression)
      return { expression, range: parenthesizedRange(text, rangeIn(statement, expression)), statement, outer };
    if (text[start] !== '(' || text[end - 1] !== ')') return undefined;
    range = trimRange(text, { start: start + 1, end: end - 1 });
  }
}

/** The range of an expression with the parentheses around it, except those of a call. */
export function parenthesizedRange(text: string, { start, end }: Range): Range {
  let range = { start, end };
  for (;;) {
    const [left, right] = [skipWhitespaceBackward(text, range.start), skipWhitespace(text, range.end)];
    if (text[left - 1] !== '(' || text[right] !== ')' || isCallParenthesis(text, left - 1)) return range;
    range = { start: left - 1, end: right + 1 };
  }
}

/** True if the parenthesis follows a word directly. */
function isCallParenthesis(text: string, openerOffset: number): boolean {
  const end = skipWhitespaceBackward(text, openerOffset);
  let start = end;
  while (start > 0 && /[\p{ID_Continue}∂]/u.test(text[start - 1])) start--;
  return start < end && !isKeyword(text.slice(start, end));
}

function skipWhitespaceBackward(text: string, offset: number): number {
  let current = offset;
  while (current > 0 && /\s/.test(text[current - 1])) current--;
  return current;
}

function skipWhitespace(text: string, offset: number): number {
  let current = offset;
  while (current < text.length && /\s/.test(text[current])) current++;
  return current;
}

function trimRange(text: string, { start, end }: Range): Range {
  const source = text.slice(start, end);
  const leading = source.length - source.trimStart().length;
  return { start: start + leading, end: Math.max(start + leading, start + source.trimEnd().length) };
}
