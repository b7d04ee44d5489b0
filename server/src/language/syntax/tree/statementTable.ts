/** Per-statement data as a struct of arrays, so that a keystroke does not touch thousands of objects. */

import { shiftOf } from '../../text/textChange.ts';
import { type DefinitionKind, intendedKind, type Statement } from '../ast.ts';
import type { ParsedStatement } from './parsedStatement.ts';

/** The kind of a statement; of a broken one the kind that it was meant to have. */
export type StatementKind = NonNullable<ReturnType<typeof intendedKind>>;

const kindCodes: Readonly<Record<StatementKind, number>> = {
  const: 1,
  param: 2,
  randomParam: 3,
  data: 4,
  node: 5,
  loss: 6,
  fn: 7,
  return: 8,
  import: 9,
  train: 10,
  expect: 11,
  for: 12,
  blockEnd: 13,
};

/** The code of a broken statement whose kind is unknown. */
const unknownKindCode = 0;

const roleByKindCode: readonly (DefinitionKind | undefined)[] = [
  undefined,
  'const',
  'param',
  'param',
  'data',
  'node',
  'loss',
];

/** The difference between two versions of a file, as one replaced run of statements. All are indices of statements. */
export interface StatementChange {
  /** The start of the replaced run, in both versions. */
  readonly start: number;
  /** The end of the run in the previous version, and in the current one. */
  readonly endBefore: number;
  readonly endAfter: number;
}

export class StatementTable {
  /** The start and end offsets of each statement. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The index of the first expression of each statement; the last entry is the number of expressions. */
  readonly firstExpressions: Int32Array;
  /** The id of each statement, which counts those in function bodies too; the last entry is the number of ids. */
  readonly ids: Int32Array;
  /** The `nameMask` of each statement. */
  readonly nameMasks: Int32Array;
  readonly #kinds: Uint8Array;
  /** 1 for a statement with a syntax error. */
  readonly #problemFlags: Uint8Array;

  private constructor(columns: Columns) {
    this.starts = columns.starts;
    this.ends = columns.ends;
    this.firstExpressions = columns.firstExpressions;
    this.ids = columns.ids;
    this.nameMasks = columns.nameMasks;
    this.#kinds = columns.kinds;
    this.#problemFlags = columns.problemFlags;
  }

  static readonly empty = new StatementTable(buildColumns([], [], { firstExpression: 0, id: 0 }));

  /**
   * The table of a file in which some statements are replaced by others.
   * @param insertedStatements the replacements.
   * @param insertedStarts the offset of each in the text.
   * @param shift the number of characters by which the text after them has moved.
   */
  with(
    change: StatementChange,
    insertedStatements: readonly ParsedStatement[],
    insertedStarts: readonly number[],
    shift: number,
  ): StatementTable {
    const { start, endBefore } = change;
    const position = { firstExpression: this.firstExpressions[start], id: this.ids[start] };
    const inserted = buildColumns(insertedStatements, insertedStarts, position);
    return new StatementTable({
      starts: spliceColumn(this.starts, change, inserted.starts, shift),
      ends: spliceColumn(this.ends, change, inserted.ends, shift),
      firstExpressions: spliceColumn(
        this.firstExpressions,
        change,
        inserted.firstExpressions,
        inserted.firstExpressions.at(-1)! - this.firstExpressions[endBefore],
      ),
      ids: spliceColumn(this.ids, change, inserted.ids, inserted.ids.at(-1)! - this.ids[endBefore]),
      nameMasks: spliceColumn(this.nameMasks, change, inserted.nameMasks),
      kinds: spliceColumn(this.#kinds, change, inserted.kinds),
      problemFlags: spliceColumn(this.#problemFlags, change, inserted.problemFlags),
    });
  }

  /** The indices of the statements of a kind, including broken ones, in a range of indices. */
  indicesOfKind(kind: StatementKind, from = 0, end = this.#kinds.length): number[] {
    return indicesWithCode(this.#kinds, kindCodes[kind], from, end);
  }

  /** The role of the value that the statement at an index defines, or was meant to define. */
  roleAt(index: number): DefinitionKind | undefined {
    return roleByKindCode[this.#kinds[index]];
  }

  get indicesWithProblems(): number[] {
    return indicesWithCode(this.#problemFlags, 1, 0, this.#problemFlags.length);
  }
}

interface Columns {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly firstExpressions: Int32Array;
  readonly ids: Int32Array;
  readonly nameMasks: Int32Array;
  readonly kinds: Uint8Array;
  readonly problemFlags: Uint8Array;
}

function buildColumns(
  parsedStatements: readonly ParsedStatement[],
  starts: readonly number[],
  { firstExpression, id }: Pick<Statement, 'firstExpression' | 'id'>,
): Columns {
  const count = parsedStatements.length;
  const firstExpressions = new Int32Array(count + 1).fill(firstExpression, 0, 1);
  const ids = new Int32Array(count + 1).fill(id, 0, 1);
  for (let index = 0; index < count; index++) {
    const { expressions, statementCount } = parsedStatements[index];
    firstExpressions[index + 1] = firstExpressions[index] + expressions.length;
    ids[index + 1] = ids[index] + statementCount;
  }
  return {
    starts: Int32Array.from(starts),
    ends: Int32Array.from(parsedStatements, ({ statement }, index) => starts[index] + statement.end),
    firstExpressions,
    ids,
    nameMasks: Int32Array.from(parsedStatements, ({ mask }) => mask),
    kinds: Uint8Array.from(parsedStatements, ({ statement }) => kindCodeOf(statement)),
    problemFlags: Uint8Array.from(parsedStatements, ({ problems }) => (problems.length > 0 ? 1 : 0)),
  };
}

function kindCodeOf(statement: Statement): number {
  const kind = intendedKind(statement);
  return kind === undefined ? unknownKindCode : kindCodes[kind];
}

/**
 * Replaces a part of a column.
 * @param inserted the inserted entries; one more, as in the column, if the column ends with a total.
 * @param shift added to the entries after it.
 */
function spliceColumn<C extends Int32Array | Uint8Array>(
  column: C,
  change: StatementChange,
  inserted: C,
  shift = 0,
): C {
  const result = new (column.constructor as new (length: number) => C)(column.length + shiftOf(change));
  result.set(column.subarray(0, change.start));
  result.set(inserted, change.start);
  result.set(column.subarray(change.endBefore), change.endAfter);
  if (shift !== 0) for (let index = change.endAfter; index < result.length; index++) result[index] += shift;
  return result;
}

function indicesWithCode(column: Uint8Array, code: number, from: number, end: number): number[] {
  const indices: number[] = [];
  for (let index = from; index < end; index++) if (column[index] === code) indices.push(index);
  return indices;
}
