/** The root that is differentiated: the sum of the losses, or a scalar that the user picked. */

import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { formatShape } from '../../../engine/ir/shape.ts';
import { add } from '../../../engine/operators/elementwise/arithmetic.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import { type Definition, rangeIn } from '../../syntax/ast.ts';
import type { Tree } from '../../syntax/tree/tree.ts';
import { truncate } from '../../text/truncate.ts';

export interface Root {
  readonly node: NodeId;
  /** The `L` of ∂L. */
  readonly label: string;
}

/** A scalar with a name. */
export interface NamedScalar {
  readonly name: string;
  readonly node: NodeId;
}

/** The scalar that the user picked; without a node while it can't be evaluated. */
export interface PickedRoot {
  readonly name: string;
  readonly node: NodeId | undefined;
}

/** Labels of more losses are abbreviated. */
const maxNames = 3;

export function rootOf({ name, node }: PickedRoot): Root | undefined {
  return node === undefined ? undefined : { node, label: truncate(name) };
}

/** All losses; undefined if there is none or one of them has no scalar value. Reports those that are not scalar. */
export function scalarLosses(
  tree: Tree,
  losses: readonly Definition[],
  statementNodes: Int32Array,
  program: Program,
  problems: Problem[],
): readonly NamedScalar[] | undefined {
  const lossIndices = tree.statementTable.indicesOfKind('loss');
  const scalars = losses.map(({ name, id }) => ({ name: name.name, node: statementNodes[id] }));
  const nonScalar = losses.filter(({ id }) => program.shape(statementNodes[id]).length > 0);
  for (const loss of nonScalar) {
    const shape = formatShape(program.shape(statementNodes[loss.id]));
    problems.push(problem('loss-not-scalar', rangeIn(loss, loss.value), loss.name.name, shape));
  }
  return lossIndices.length === 0 || lossIndices.length > losses.length || nonScalar.length > 0 ? undefined : scalars;
}

/** @param losses one or more losses. */
export function sumOfLosses(losses: readonly NamedScalar[], program: Program): Root {
  const node = losses.map((loss) => loss.node).reduce((sum, loss) => program.add(add, [sum, loss]));
  return { node, label: lossLabel(losses.map(({ name }) => truncate(name))) };
}

/** `L`, or `(L1 + L2)`; many losses are abbreviated to the first and the last. */
function lossLabel(names: readonly string[]): string {
  if (names.length === 1) return names[0];
  return names.length > maxNames ? `(${names[0]} + … + ${names.at(-1)})` : `(${names.join(' + ')})`;
}
