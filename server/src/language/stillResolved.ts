/** Where the names of a statement mean what they meant in an earlier version, so that they need not be looked up again. */

import type { Definitions } from './definitions.ts';
import type { Names } from './resolve.ts';
import type { Scope } from './scope.ts';
import { isFunction, nameOf, type Tree } from './tree.ts';
import { Unchanged, Wanted } from './unchanged.ts';

/** A file with the meanings of its names. */
export interface Resolved {
  readonly tree: Tree;
  readonly names: Names;
}

/** Says of the statement at a place whether it stands as it stood, with nothing wrong in its names. Undefined where that holds of none. */
export function stillResolved(
  { tree: before, names }: Resolved,
  tree: Tree,
  definitions: Definitions,
  scope: Scope,
): ((place: number) => boolean) | undefined {
  if (scope !== names.scope) return undefined;
  const unchanged = new Unchanged(before, tree);
  const { replaced, replacing } = unchanged;
  if ([...replaced, ...replacing].some(isFunction)) return undefined;
  const others = new Wanted();
  for (const statement of [...replaced, ...replacing]) {
    const name = nameOf(statement)?.name;
    if (name === undefined) continue;
    const [was, is] = [names.definitions.get(name), definitions.get(name)];
    if (!was || !is || was.kind !== is.kind || !unchanged.isSame(was, is)) others.add(name);
  }
  const isStill = (place: number): boolean => {
    const earlier = unchanged.placeBefore(place);
    if (earlier === undefined) return false;
    if (names.unresolved.size > 0 && names.unresolved.has(before.statements[earlier])) return false;
    return !unchanged.names(place, others);
  };
  // What calls a function depends on what is wrong in that.
  const isTouched = tree.statements.some((statement, place) => isFunction(statement) && unchanged.names(place, others));
  return isTouched ? undefined : isStill;
}
