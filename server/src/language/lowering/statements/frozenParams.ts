/** The params that `train … for net, b` leaves as they are: all that it does not name. */

import type { NodeId } from '../../../engine/ir/program.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import { type Expression, rangeIn, type TrainStatement } from '../../syntax/ast.ts';
import { ownerOf } from '../../syntax/tree/memberOwner.ts';
import type { LoweringInputs, LoweringParts } from '../loweringParts.ts';
import type { Param } from '../model.ts';

/** @returns undefined if the statement names none, so that all are trained. */
export function frozenParams(
  statement: TrainStatement,
  { module }: Pick<LoweringInputs, 'module'>,
  { params }: Pick<LoweringParts, 'params'>,
): ReadonlySet<NodeId> | Problem | undefined {
  if (statement.trained === undefined) return undefined;
  const all = params.list.all;
  const isDefined = (name: string): boolean => module.names.definitions.has(name);
  const frozen = new Set(all.map(({ node }) => node));
  for (const expression of statement.trained) {
    const path = pathOf(expression);
    const named = path === undefined ? [] : all.filter((param) => isUnder(param, path, isDefined));
    if (named.length === 0) {
      const range = rangeIn(statement, expression);
      return problem('no-params-to-train', range, module.text.slice(range.start, range.end));
    }
    for (const { node } of named) frozen.delete(node);
  }
  return frozen;
}

function pathOf(expression: Expression): readonly string[] | undefined {
  if (expression.kind === 'name') return [expression.name];
  return expression.kind === 'member' ? [expression.owner.name, ...expression.path] : undefined;
}

/** True if a path is the name of a param or leads to it. A statement stands for the params of all its calls, such as `h_2.W`. */
function isUnder({ name }: Param, path: readonly string[], isDefined: (name: string) => boolean): boolean {
  const [first, ...rest] = name.split('.');
  const isStatement =
    path.length === 1 && rest.length > 0 && ownerOf({ owner: { name: first } }, isDefined) === path[0];
  return isStatement || [first, ...rest].slice(0, path.length).join('.') === path.join('.');
}
