/** The layers of a model: the path with the most of them from a param to the objective, and which are hidden. */

import type { BackwardPass } from '../../engine/autodiff/differentiate.ts';
import type { Operator } from '../../engine/ir/operator.ts';
import { selectCodes } from '../../engine/ir/operatorCodes.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { multiply } from '../../engine/operators/elementwise/arithmetic.ts';
import { identity } from '../../engine/operators/identities.ts';
import { matmul } from '../../engine/operators/products.ts';
import { reshape, transpose } from '../../engine/operators/shapes/shaping.ts';
import { operators } from '../../engine/operators/table.ts';
import { conv2d } from '../../engine/operators/windows/convolution.ts';
import type { Model } from '../../language/lowering/model.ts';

/** A path by its nodes. Params are given by their nodes too, as a model creates its params on demand. */
export interface DeepestPath {
  /** The param with which it begins. */
  readonly first: NodeId;
  /** The last param with which it multiplies; absent if there is none. */
  readonly last?: NodeId;
  /** The values of the first layer and of the last one. */
  readonly firstOutput: NodeId;
  readonly lastOutput: NodeId;
  /** The value that the layers transform: that of the first product, or the param itself if no product follows it. */
  readonly start: NodeId;
}

/** With two layers, a trend cannot be distinguished from a difference. */
const minLayers = 3;

const products: ReadonlySet<Operator> = new Set([matmul, conv2d, multiply]);
const activations: ReadonlySet<Operator> = new Set(operators.filter(({ isActivation }) => isActivation));

/** Operators that only rearrange a weight. */
const layoutOperators: ReadonlySet<Operator> = new Set([identity, reshape, transpose]);
const layerOperators: readonly Operator[] = [...products, ...activations];

/**
 * The path with the most layers; undefined if it has too few. A layer is a product with a param, together with the
 * activation after it, or an activation alone.
 */
export function deepestPath(model: Model, backwardPass: BackwardPass): DeepestPath | undefined {
  if (!paths.has(backwardPass)) paths.set(backwardPass, findDeepestPath(model, backwardPass));
  return paths.get(backwardPass);
}

/** The paths found. The next version of a model has the same backward pass if only numbers were edited. */
const paths = new WeakMap<BackwardPass, DeepestPath | undefined>();

function findDeepestPath(model: Model, { root, adjoints }: BackwardPass): DeepestPath | undefined {
  const { program } = model;
  if (model.paramNodes.length === 0 || program.findNodes(layerOperators, root + 1).length < minLayers) return undefined;
  const { codes, operandStarts, operands } = program.columns();
  const isProduct = selectCodes(products);
  const isActivation = selectCodes(activations);
  const weights = weightIndices(model, root);
  /** The number of layers up to each node; −1 if no param reaches it. */
  const depths = new Int32Array(root + 1);
  /** The operand of each node on its deepest path; −1 if the path begins at the node. */
  const previous = new Int32Array(root + 1).fill(-1);
  /** 1 if the last layer up to a node is a product without its activation. */
  const awaitsActivation = new Uint8Array(root + 1);
  for (let node = 0; node <= root; node++) {
    depths[node] = weights[node] >= 0 ? 0 : -1;
    if (adjoints[node] < 0) continue;
    for (let i = operandStarts[node]; i < operandStarts[node + 1]; i++) {
      const operand = operands[i];
      if (depths[operand] <= depths[node]) continue;
      depths[node] = depths[operand];
      previous[node] = operand;
      awaitsActivation[node] = awaitsActivation[operand];
    }
    // The initial step of a recurrence has a gradient, but may depend on no param.
    if (depths[node] < 0) continue;
    const code = codes[node];
    const isWeighted = isProduct[code] === 1 && weightOfProduct(model, node, weights) >= 0;
    if (!isWeighted && isActivation[code] === 0) continue;
    if (isWeighted || awaitsActivation[node] === 0) depths[node]++;
    awaitsActivation[node] = isWeighted ? 1 : 0;
  }
  return depths[root] < minLayers ? undefined : tracePath(model, root, { depths, previous, weights });
}

interface PathColumns {
  readonly depths: Int32Array;
  readonly previous: Int32Array;
  readonly weights: Int32Array;
}

/** Follows the deepest path from the root back to the param with which it begins. */
function tracePath(model: Model, root: NodeId, { depths, previous, weights }: PathColumns): DeepestPath {
  const { program, paramNodes } = model;
  let last = -1;
  let firstOutput = root;
  let lastOutput = -1;
  let node = root;
  for (; previous[node] >= 0; node = previous[node]) {
    const operator = program.operator(node);
    const weight = products.has(operator) ? weightOfProduct(model, node, weights) : -1;
    if (last < 0) last = weight;
    if (lastOutput < 0 && (weight >= 0 || activations.has(operator))) lastOutput = node;
    if (depths[node] > depths[previous[node]]) firstOutput = node;
  }
  const first = paramNodes[weights[node]];
  const start = products.has(program.operator(firstOutput)) ? firstOutput : first;
  return { first, ...(last >= 0 && { last: paramNodes[last] }), firstOutput, lastOutput, start };
}

/** For each node, 1 if a product with a param follows on the way to the root. */
export function hiddenNodes(model: Model, root: NodeId): Uint8Array {
  const { program } = model;
  const weights = weightIndices(model, root);
  const isHidden = new Uint8Array(root + 1);
  for (let node = root; node >= 0; node--) {
    const isProduct = products.has(program.operator(node)) && weightOfProduct(model, node, weights) >= 0;
    if (!isProduct && isHidden[node] === 0) continue;
    for (let position = 0; position < program.arity(node); position++) isHidden[program.operand(node, position)] = 1;
  }
  return isHidden;
}

/** For each node, the index of the param that it is, possibly rearranged; −1 if it is none. */
function weightIndices({ program, paramNodes }: Model, root: NodeId): Int32Array {
  const { codes, operandStarts, operands } = program.columns();
  const isLayout = selectCodes(layoutOperators);
  const weights = new Int32Array(root + 1).fill(-1);
  for (let index = 0; index < paramNodes.length; index++) weights[paramNodes[index]] = index;
  for (let node = 0; node <= root; node++) {
    if (isLayout[codes[node]] === 1) weights[node] = weights[operands[operandStarts[node]]];
  }
  return weights;
}

function weightOfProduct({ program }: Model, product: NodeId, weights: Int32Array): number {
  return Math.max(weights[program.operand(product, 0)], weights[program.operand(product, 1)]);
}
