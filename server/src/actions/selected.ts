/** The expression that is selected, and the statement that it stands in. */

import type { Range } from '../language/lines.ts';
import { isKeyword } from '../language/scan.ts';
import { type Expression, firstWhere, type Statement, statementAt } from '../language/tree.ts';
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
  const outer = tree.statements[firstWhere(tree.statements, ({ start }) => start > range.start) - 1];
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
    const before = text.slice(0, range.start).trimEnd();
    const behind = text.slice(range.end).trimStart();
    if (!before.endsWith('(') || !behind.startsWith(')') || isCalled(before.slice(0, -1))) return range;
    range = { start: before.length - 1, end: text.length - behind.length + 1 };
  }
}

/** Whether the bracket behind a text belongs to what is before it. */
function isCalled(before: string): boolean {
  const word = /[\p{ID_Continue}∂]+$/u.exec(before.trimEnd())?.[0];
  return word !== undefined && !isKeyword(word);
}

function trimmed(text: string, { start, end }: Range): Range {
  const source = text.slice(start, end);
  const blanks = source.length - source.trimStart().length;
  return { start: start + blanks, end: Math.max(start + blanks, start + source.trimEnd().length) };
}
