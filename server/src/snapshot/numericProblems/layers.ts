/** The layers of a model: the path with the most of them from a param to the objective, and which are hidden. */

import type { BackwardPass } from '../../engine/autodiff/differentiate.ts';
import type { Operator } from '../../engine/ir/operator.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import * as activations from '../../engine/operators/elementwise/activations.ts';
import { multiply } from '../../engine/operators/elementwise/arithmetic.ts';
import { tanh } from '../../engine/operators/elementwise/functions.ts';
import { identity } from '../../engine/operators/identities.ts';
import { reshape, transpose } from '../../engine/operators/layout/shaping.ts';
import { conv2d } from '../../engine/operators/linear/convolution.ts';
import { matmul } from '../../engine/operators/linear/products.ts';
import type { Model, Param } from '../../language/lowering/model.ts';

export interface DeepestPath {
  /** The param with which it begins. */
  readonly first: Param;
  /** The last param with which it multiplies; absent if there is none. */
  readonly last?: Param;
  /** The values of the first layer and of the last one. */
  readonly firstOutput: NodeId;
  readonly lastOutput: NodeId;
  /** The value that the layers transform: that of the first product, or the param itself if no product follows it. */
  readonly start: NodeId;
}

/** With two layers, a trend cannot be distinguished from a difference. */
const minLayers = 3;

const products: ReadonlySet<Operator> = new Set([matmul, conv2d, multiply]);
const activationOperators: ReadonlySet<Operator> = new Set([...Object.values(activations), tanh]);

/** Operators that only rearrange a weight. */
const layoutOperators: ReadonlySet<Operator> = new Set([identity, reshape, transpose]);
const layerOperators: readonly Operator[] = [...products, ...activationOperators];

/**
 * The path with the most layers; undefined if it has too few. A layer is a product with a param, together with the
 * activation after it, or an activation alone.
 */
export function deepestPath(model: Model, { root, adjoints }: BackwardPass): DeepestPath | undefined {
  const { program, params, paramNodes } = model;
  if (paramNodes.length === 0 || program.findNodes(layerOperators, root + 1).length < minLayers) return undefined;
  const weights = weightIndices(model, root);
  const depths = new Int32Array(root + 1);
  const firsts = weights.slice();
  const lasts = new Int32Array(root + 1).fill(-1);
  const outputs = new Int32Array(root + 1).fill(-1);
  const lastOutputs = new Int32Array(root + 1).fill(-1);
  /** 1 if the last layer so far is a product without its activation. */
  const awaitsActivation = new Uint8Array(root + 1);
  for (let node = 0; node <= root; node++) {
    if (adjoints[node] < 0) continue;
    for (let position = 0; position < program.arity(node); position++) {
      const operand = program.operand(node, position);
      if (firsts[operand] < 0 || (firsts[node] >= 0 && depths[operand] <= depths[node])) continue;
      depths[node] = depths[operand];
      firsts[node] = firsts[operand];
      lasts[node] = lasts[operand];
      outputs[node] = outputs[operand];
      lastOutputs[node] = lastOutputs[operand];
      awaitsActivation[node] = awaitsActivation[operand];
    }
    const operator = program.operator(node);
    const weight = products.has(operator) ? weightOfProduct(model, node, weights) : -1;
    if (weight >= 0) lasts[node] = weight;
    else if (!activationOperators.has(operator)) continue;
    lastOutputs[node] = node;
    const isNewLayer = weight >= 0 || awaitsActivation[node] === 0;
    awaitsActivation[node] = weight >= 0 ? 1 : 0;
    if (!isNewLayer) continue;
    depths[node]++;
    if (outputs[node] < 0) outputs[node] = node;
  }
  if (depths[root] < minLayers) return undefined;
  const first = params[firsts[root]];
  const firstOutput = outputs[root];
  const start = products.has(program.operator(firstOutput)) ? firstOutput : first.node;
  return { first, last: params[lasts[root]], firstOutput, lastOutput: lastOutputs[root], start };
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
  const weights = new Int32Array(root + 1).fill(-1);
  for (let index = 0; index < paramNodes.length; index++) weights[paramNodes[index]] = index;
  for (let node = 0; node <= root; node++) {
    if (layoutOperators.has(program.operator(node))) weights[node] = weights[program.operand(node, 0)];
  }
  return weights;
}

function weightOfProduct({ program }: Model, product: NodeId, weights: Int32Array): number {
  return Math.max(weights[program.operand(product, 0)], weights[program.operand(product, 1)]);
}
