/**
 * A top-level statement as parsed, with offsets and indices as if it were the only statement of a file. All versions of a
 * file share it while its text is the same.
 */

import type { Problem } from '../../problems/problems.ts';
import { type Expression, nameOf, type RelativeRange, type Statement, type StatementOrigin } from '../ast.ts';
import { numberedCallName } from './memberOwner.ts';

export interface ParsedStatement {
  readonly statement: Statement;
  readonly expressions: readonly Expression[];
  /** The names that the statement defines or uses. */
  readonly names: readonly string[];
  /** The `nameMask` of the names. */
  readonly mask: number;
  /** The number of statements, including those in its body. */
  readonly statementCount: number;
  /** Syntax errors. */
  readonly problems: readonly RelativeProblem[];
  /** True if no bracket is open before it, so that parsing may start here. */
  readonly isSyncPoint: boolean;
}

/** A problem inside a statement, relative to its start. */
export type RelativeProblem = Omit<Problem, 'start' | 'end'> & RelativeRange;

export function relativeProblem({ start, end, ...problem }: Problem, base: number): RelativeProblem {
  return { ...problem, offset: start - base, length: end - start };
}

export function absoluteProblem({ offset, length, ...problem }: RelativeProblem, base: number): Problem {
  return { ...problem, start: base + offset, end: base + offset + length };
}

/** The position of a top-level statement in a file. */
export type StatementPosition = Pick<Statement, 'start' | 'firstExpression' | 'id'>;

/** A shallow copy of a parsed statement at its position; its contents stay relative. */
export function positionStatement(parsed: Statement, { start, firstExpression, id }: StatementPosition): Statement {
  const position = {
    start: start + parsed.start,
    end: start + parsed.end,
    firstExpression: firstExpression + parsed.firstExpression,
    endExpression: firstExpression + parsed.endExpression,
    id: id + parsed.id,
    baseOffset: start,
    baseIndex: firstExpression,
  };
  if (parsed.kind !== 'fn') return { ...parsed, ...position };
  const body = parsed.body.map((statement) => positionStatement(statement, { start, firstExpression, id }));
  return { ...parsed, ...position, body };
}

/** The base of a statement as parsed. */
export const parsedBase: StatementOrigin = { baseOffset: 0, baseIndex: 0 };

/** A Bloom filter of names, two bits each. */
export function nameMask(names: Iterable<string>): number {
  let mask = 0;
  for (const name of names) {
    let hash = 0;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    mask |= (1 << (hash >>> 27)) | (1 << ((hash >>> 22) & 31));
  }
  return mask;
}

/** The names that a statement defines or uses; for a member `h_2.W` both `h_2` and `h`. */
export function* namesIn({
  statement,
  expressions,
}: Pick<ParsedStatement, 'statement' | 'expressions'>): Generator<string> {
  const name = nameOf(statement)?.name;
  if (name !== undefined) yield name;
  if (statement.kind === 'for') yield statement.variable.name;
  for (const expression of expressions) {
    if (expression.kind === 'name') yield expression.name;
    if (expression.kind !== 'member') continue;
    yield expression.owner.name;
    const [, owner] = numberedCallName.exec(expression.owner.name) ?? [];
    if (owner !== undefined) yield owner;
  }
}
