/** Summaries of the values of nodes, computed once for the values of a version. */

import type { NodeId, Program } from '../engine/ir/program.ts';
import { sizeOf } from '../engine/ir/shape.ts';
import { elementsOf, type Values } from '../engine/ir/values.ts';
import { vocabularyOf } from '../engine/operators/tokens.ts';
import { runToCompletion } from '../engine/runtime/slices.ts';
import { ValuesCache } from '../engine/runtime/valuesCache.ts';
import { type Quantity, quantityInSlices } from './quantity.ts';
import { formatTexts } from './tokenTexts.ts';

const quantities = new ValuesCache<NodeId, Quantity>();

/** The summary of a node's value. The values must never change. */
export function nodeQuantity(program: Program, values: Values, node: NodeId): Quantity {
  const shape = program.shape(node);
  if (shape.length === 0) return { kind: 'scalar', value: values.data[values.starts[node]] };
  const quantity = runToCompletion(nodeQuantityInSlices(program, values, node));
  const vocabulary = vocabularyOf(program, node);
  if (vocabulary === undefined || quantity.kind === 'scalar' || sizeOf(shape) === 0) return quantity;
  return { ...quantity, texts: formatTexts(elementsOf(program, values, node), shape, vocabulary) };
}

function nodeQuantityInSlices(program: Program, values: Values, node: NodeId): Generator<undefined, Quantity> {
  return quantities.inSlices(values, node, () =>
    quantityInSlices(elementsOf(program, values, node), program.shape(node)),
  );
}

/** Smaller values are summarized when they are shown. */
const minPrepared = 1 << 10;

/** Summarizes the large values of some nodes in slices, so that showing them later takes no time. */
export function* prepareQuantities(
  program: Program,
  values: Values,
  nodes: Iterable<NodeId>,
): Generator<undefined, void> {
  if (program.elementCount < program.length + minPrepared) return;
  for (const node of nodes) {
    if (sizeOf(program.shape(node)) < minPrepared) continue;
    yield* nodeQuantityInSlices(program, values, node);
    yield;
  }
}
