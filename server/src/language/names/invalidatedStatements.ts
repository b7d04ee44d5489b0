/** Which statements of a later version have names that may mean something else than in an earlier one, so that they have to be looked up again. */

import { maskOf } from '../syntax/parsedStatement.ts';
import { isFunction, nameOf, placeOf, type Tree } from '../syntax/tree.ts';
import { placeAfter, Unchanged } from '../syntax/treeDiff.ts';
import type { Definitions } from './definitions.ts';
import type { Names } from './resolve.ts';
import type { Scope } from './scope.ts';

/** A file with the meanings of its names. */
export interface Resolved {
  readonly tree: Tree;
  readonly names: Names;
}

/** In order; the others stand as they stood, with nothing wrong in them. Undefined where that holds of none. */
export function placesToResolve(
  { tree: before, names }: Resolved,
  tree: Tree,
  definitions: Definitions,
  scope: Scope,
): readonly number[] | undefined {
  if (scope !== names.scope) return undefined;
  const unchanged = new Unchanged(before, tree);
  const { replaced, replacing, change } = unchanged;
  if ([...replaced, ...replacing].some(isFunction)) return undefined;
  const others = new Map<string, number>();
  for (const statement of [...replaced, ...replacing]) {
    const name = nameOf(statement)?.name;
    if (name === undefined) continue;
    const [was, is] = [names.definitions.get(name), definitions.get(name)];
    if (!was || !is || was.kind !== is.kind || !unchanged.isSame(was, is)) others.set(name, maskOf([name]));
  }
  const places = new Set(unchanged.placesNaming(others));
  // What calls a function depends on what is wrong in that.
  if (tree.overview.placesOf('fn').some((place) => places.has(place))) return undefined;
  for (let place = change.start; place < change.endAfter; place++) places.add(place);
  for (const statement of names.unresolved) {
    const place = placeAfter(placeOf(before, statement), change);
    if (place !== undefined && place < tree.length) places.add(place);
  }
  return [...places].sort((a, b) => a - b);
}
