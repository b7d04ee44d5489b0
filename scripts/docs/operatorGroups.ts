/** The operators that a user can write, by group, in the order of the documentation. */
import type { Operator } from '../../server/src/engine/ir/operator.ts';
import { operatorGroups } from '../../server/src/engine/operators/table.ts';

/** In display order. */
const symbolOrder = ['+', '-', '*', '/', '%', '^', '@', '<', '<=', '>', '>=', '==', '!=', 'and', 'or', 'not'];

/** The groups of the operator table, without operators that only the engine uses. */
export const writableGroups = operatorGroups.map(({ title, operators }) => ({
  title,
  operators: sortOperators(operators),
}));

/** True if a user can write the operator: as a symbol, a call, or an index. */
export function isWritable({ symbol, call, example }: Operator): boolean {
  return symbol !== undefined || call !== undefined || example !== undefined;
}

/** Symbols first, then calls by name; among equal names those with more operands first. */
function sortOperators(operators: readonly Operator[]): readonly Operator[] {
  return operators
    .filter(isWritable)
    .sort(
      (a, b) =>
        symbolRank(a) - symbolRank(b) || compareStrings(sortName(a), sortName(b)) || b.vjp.length - a.vjp.length,
    );
}

function symbolRank({ symbol }: Operator): number {
  const index = symbol ? symbolOrder.indexOf(symbol.text) : -1;
  return index < 0 ? symbolOrder.length : index;
}

function sortName({ call, name }: Operator): string {
  return call?.name ?? name;
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
