/** Problems of gradients that shrink or grow from layer to layer on their way back. */

import { showNumber } from '../../display/numbers.ts';
import { adjointOf, type Gradient } from '../../engine/autodiff/differentiate.ts';
import type { Operator } from '../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { reshape, transpose } from '../../engine/operators/layout/shaping.ts';
import { identity } from '../../engine/operators/leaves.ts';
import { matmul } from '../../engine/operators/linear/products.ts';
import { elementsOf, type Values } from '../../engine/runtime/execute.ts';
import { type Model, type Param, placeOf } from '../../language/lowering/model.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import type { Snapshot } from '../snapshot.ts';

/** Two layers are too few to tell a trend from a difference. */
const fewestLayers = 3;

/** One rate of learning can't serve layers whose gradients differ by more. */
const smallestRatio = 1e-4;
const largestRatio = 1e4;

const shownDigits = 2;

/** What only rearranges a weight. */
const rearranging: ReadonlySet<Operator> = new Set([identity, reshape, transpose]);

/** Compares the weights of the first and the last layer on the deepest way to the objective, at the name of the first. */
export function layerGradients({ model }: Snapshot, values: Values): Problem[] {
  const { objective, program } = model;
  const layers = objective && deepestLayers(model, objective.gradient);
  if (!objective || !layers) return [];
  const sizeOfGradient = ({ node }: Param): number =>
    rootMeanSquare(elementsOf(program, values, adjointOf(objective.gradient, node)!));
  const [first, last] = [layers.first, layers.last];
  const ratio = sizeOfGradient(first) / sizeOfGradient(last);
  // A gradient of 0 doesn't fade: something stops it, as weights of 0 do at the start.
  if (!Number.isFinite(ratio) || ratio === 0 || (ratio >= smallestRatio && ratio <= largestRatio)) return [];
  const code = ratio < 1 ? 'vanishing-gradient' : 'exploding-gradient';
  const size = showNumber(ratio, shownDigits);
  return [problem(code, placeOf(first), objective.label, first.name, last.name, size)];
}

interface Layers {
  readonly first: Param;
  readonly last: Param;
}

/** The first and the last param that multiply matrices on the way with the most of them; undefined where there are too few. */
function deepestLayers(model: Model, { root, adjoints }: Gradient): Layers | undefined {
  const { program } = model;
  if (model.paramNodes.length < fewestLayers || !hasProducts(program, root)) return undefined;
  const weights = weightsOf(model, root);
  const depths = new Int32Array(root + 1);
  const firsts = new Int32Array(root + 1).fill(-1);
  const lasts = new Int32Array(root + 1).fill(-1);
  for (let node = 0; node <= root; node++) {
    if (adjoints[node] < 0) continue;
    for (let position = 0; position < program.arity(node); position++) {
      const operand = program.operand(node, position);
      if (depths[operand] <= depths[node]) continue;
      [depths[node], firsts[node], lasts[node]] = [depths[operand], firsts[operand], lasts[operand]];
    }
    const weight = program.operator(node) === matmul ? weightIn(program, node, weights) : -1;
    if (weight < 0) continue;
    depths[node]++;
    lasts[node] = weight;
    if (firsts[node] < 0) firsts[node] = weight;
  }
  return depths[root] < fewestLayers
    ? undefined
    : { first: model.params[firsts[root]], last: model.params[lasts[root]] };
}

/** Whether there are enough products of matrices at all: most files of scalars have many params and none. */
function hasProducts(program: Program, root: NodeId): boolean {
  return program.nodesOf([matmul], root + 1).length >= fewestLayers;
}

/** For each node, which of the params it is, rearranged or not; −1 where it is none. */
function weightsOf({ program, paramNodes }: Model, root: NodeId): Int32Array {
  const weights = new Int32Array(root + 1).fill(-1);
  for (let place = 0; place < paramNodes.length; place++) weights[paramNodes[place]] = place;
  for (let node = 0; node <= root; node++) {
    if (rearranging.has(program.operator(node))) weights[node] = weights[program.operand(node, 0)];
  }
  return weights;
}

function weightIn(program: Program, product: NodeId, weights: Int32Array): number {
  const [left, right] = [0, 1].map((position) => weights[program.operand(product, position)]);
  return Math.max(left, right);
}

/** Scaled, as the squares of small gradients are too small for a float64. */
function rootMeanSquare(elements: Float64Array): number {
  let largest = 0;
  for (const element of elements) largest = Math.max(largest, Math.abs(element));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let squares = 0;
  for (const element of elements) squares += (element / largest) ** 2;
  return largest * Math.sqrt(squares / elements.length);
}
