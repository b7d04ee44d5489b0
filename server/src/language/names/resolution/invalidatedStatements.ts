/** Statements whose names must be resolved again after a change. */

import { isFunction, nameOf } from '../../syntax/ast.ts';
import { nameMask } from '../../syntax/tree/parsedStatement.ts';
import { indexOfStatement, type Tree } from '../../syntax/tree/tree.ts';
import { indexAfter, TreeDiff } from '../../syntax/tree/treeDiff.ts';
import type { ResolvedNames, Scope } from '../modules/module.ts';
import type { Definitions } from './definitions.ts';

/** A tree with its resolved names. */
export interface ResolvedTree {
  readonly tree: Tree;
  readonly names: ResolvedNames;
}

/** The indices of those statements in order; undefined if every statement must be resolved. */
export function invalidatedStatements(
  { tree: previousTree, names }: ResolvedTree,
  tree: Tree,
  definitions: Definitions,
  scope: Scope,
): readonly number[] | undefined {
  if (scope !== names.scope) return undefined;
  const diff = new TreeDiff(previousTree, tree);
  const { removedStatements, addedStatements, change } = diff;
  if ([...removedStatements, ...addedStatements].some(isFunction)) return undefined;
  const changedNames = new Map<string, number>();
  for (const statement of [...removedStatements, ...addedStatements]) {
    const name = nameOf(statement)?.name;
    if (name === undefined) continue;
    const [previous, current] = [names.definitions.get(name), definitions.get(name)];
    if (!previous || !current || previous.kind !== current.kind || !diff.corresponds(previous, current))
      changedNames.set(name, nameMask([name]));
  }
  const invalidated = new Set(diff.indicesWithName(changedNames));
  // Errors in a function affect its callers.
  if (tree.statementTable.indicesOfKind('fn').some((index) => invalidated.has(index))) return undefined;
  for (let index = change.start; index < change.endAfter; index++) invalidated.add(index);
  for (const statement of [...names.unresolved, ...names.warned]) {
    const index = indexAfter(indexOfStatement(previousTree, statement), change);
    if (index !== undefined && index < tree.length) invalidated.add(index);
  }
  return [...invalidated].sort((a, b) => a - b);
}
