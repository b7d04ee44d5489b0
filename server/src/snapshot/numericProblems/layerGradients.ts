/** Diagnostics of gradients that vanish or explode from layer to layer. */

import { formatNumber } from '../../display/numbers.ts';
import { adjointOf, type BackwardPass } from '../../engine/autodiff/differentiate.ts';
import type { Operator } from '../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { elementsOf, type Values } from '../../engine/ir/values.ts';
import { identity } from '../../engine/operators/identities.ts';
import { reshape, transpose } from '../../engine/operators/layout/shaping.ts';
import { matmul } from '../../engine/operators/linear/products.ts';
import { slicesOf } from '../../engine/runtime/slices.ts';
import { ValuesCache } from '../../engine/runtime/valuesCache.ts';
import { type Model, type Param, rangeOfParam } from '../../language/lowering/model.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import type { Snapshot } from '../snapshot.ts';

/** With two layers, a trend cannot be distinguished from a difference. */
const minLayers = 3;

/** No single learning rate suits layers whose gradients differ by more than this ratio. */
const minRatio = 1e-4;
const maxRatio = 1e4;

const shownDigits = 2;

/** Operators that only rearrange a weight. */
const layoutOperators: ReadonlySet<Operator> = new Set([identity, reshape, transpose]);

/** Compares the weights of the first and the last layer on the deepest path to the objective; reported at the first. */
export function* layerGradients({ model }: Snapshot, values: Values): Generator<undefined, Problem[]> {
  const { objective, program } = model;
  const path = objective && deepestPath(model, objective.backwardPass);
  if (!objective || !path) return [];
  const gradientRms = ({ node }: Param): Generator<undefined, number> => {
    const adjoint = adjointOf(objective.backwardPass, node)!;
    return rootMeanSquares.inSlices(values, adjoint, () => rootMeanSquare(elementsOf(program, values, adjoint)));
  };
  const [first, last] = [path.first, path.last];
  const ratio = (yield* gradientRms(first)) / (yield* gradientRms(last));
  // A gradient of 0 has not vanished gradually: something stops it, such as weights initialized to 0.
  if (!Number.isFinite(ratio) || ratio === 0 || (ratio >= minRatio && ratio <= maxRatio)) return [];
  const code = ratio < 1 ? 'vanishing-gradient' : 'exploding-gradient';
  const ratioText = formatNumber(ratio, shownDigits);
  return [problem(code, rangeOfParam(first), objective.label, first.name, last.name, ratioText)];
}

interface WeightPath {
  readonly first: Param;
  readonly last: Param;
}

/** The first and the last weight on the path with the most matrix products; undefined if it has too few. */
function deepestPath(model: Model, { root, adjoints }: BackwardPass): WeightPath | undefined {
  const { program } = model;
  if (model.paramNodes.length < minLayers || !hasProducts(program, root)) return undefined;
  const weights = weightIndices(model, root);
  const depths = new Int32Array(root + 1);
  const firstWeights = new Int32Array(root + 1).fill(-1);
  const lastWeights = new Int32Array(root + 1).fill(-1);
  for (let node = 0; node <= root; node++) {
    if (adjoints[node] < 0) continue;
    for (let position = 0; position < program.arity(node); position++) {
      const operand = program.operand(node, position);
      if (depths[operand] <= depths[node]) continue;
      [depths[node], firstWeights[node], lastWeights[node]] = [
        depths[operand],
        firstWeights[operand],
        lastWeights[operand],
      ];
    }
    const weight = program.operator(node) === matmul ? weightOfProduct(program, node, weights) : -1;
    if (weight < 0) continue;
    depths[node]++;
    lastWeights[node] = weight;
    if (firstWeights[node] < 0) firstWeights[node] = weight;
  }
  return depths[root] < minLayers
    ? undefined
    : { first: model.params[firstWeights[root]], last: model.params[lastWeights[root]] };
}

/** Cheap early exit: most files with scalars have many params but no matrix products. */
function hasProducts(program: Program, root: NodeId): boolean {
  return program.findNodes([matmul], root + 1).length >= minLayers;
}

/** For each node, the index of the param that it is, possibly rearranged; −1 if it is none. */
function weightIndices({ program, paramNodes }: Model, root: NodeId): Int32Array {
  const weights = new Int32Array(root + 1).fill(-1);
  for (let index = 0; index < paramNodes.length; index++) weights[paramNodes[index]] = index;
  for (let node = 0; node <= root; node++) {
    if (layoutOperators.has(program.operator(node))) weights[node] = weights[program.operand(node, 0)];
  }
  return weights;
}

function weightOfProduct(program: Program, product: NodeId, weights: Int32Array): number {
  const [left, right] = [0, 1].map((position) => weights[program.operand(product, position)]);
  return Math.max(left, right);
}

const rootMeanSquares = new ValuesCache<NodeId, number>();

/** Root mean square, scaled because the squares of small gradients underflow. */
function* rootMeanSquare(elements: Float64Array): Generator<undefined, number> {
  let maxMagnitude = 0;
  for (const { start, end } of slicesOf(elements.length)) {
    for (let i = start; i < end; i++) maxMagnitude = Math.max(maxMagnitude, Math.abs(elements[i]));
    if (end < elements.length) yield;
  }
  if (maxMagnitude === 0 || !Number.isFinite(maxMagnitude)) return maxMagnitude;
  let squares = 0;
  for (const { start, end } of slicesOf(elements.length)) {
    for (let i = start; i < end; i++) squares += (elements[i] / maxMagnitude) ** 2;
    if (end < elements.length) yield;
  }
  return maxMagnitude * Math.sqrt(squares / elements.length);
}
