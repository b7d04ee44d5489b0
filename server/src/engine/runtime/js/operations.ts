/**
 * Operations in TypeScript: closures that compute one node each. They define the results that every other implementation
 * must reproduce.
 */

import type { NodeId, Program } from '../../ir/program.ts';
import { sizeOf } from '../../ir/shape.ts';
import { mapElements } from '../../tensorLoops/elementwise.ts';

/** Computes one node from values that are already present. */
export type Operation = () => void;

export function createJsOperation(program: Program, node: NodeId, data: Float64Array, starts: Int32Array): Operation {
  const operator = program.operator(node);
  const operands = program.operands(node);
  const output = starts[node];
  if (operator.kind === 'elementwise' && sizeOf(program.shape(node)) === 1) {
    const { forward } = operator;
    const [a, b = a, c = a] = operands.map((operand) => starts[operand]);
    return () => {
      data[output] = forward(data[a], data[b], data[c]);
    };
  }
  const view = (operandOrNode: NodeId): Float64Array =>
    data.subarray(starts[operandOrNode], starts[operandOrNode] + sizeOf(program.shape(operandOrNode)));
  return bindJsOperation(program, node, operands.map(view), view(node));
}

/** Computes one node from the values of its operands. */
export function bindJsOperation(
  program: Program,
  node: NodeId,
  inputs: readonly Float64Array[],
  output: Float64Array,
): Operation {
  const operator = program.operator(node);
  const shapes = {
    operands: program.operands(node).map((operand) => program.shape(operand)),
    output: program.shape(node),
  };
  if (operator.kind === 'elementwise') return () => mapElements(operator.forward, inputs, output, shapes);
  const attributes = program.attributes(node);
  return () => operator.forward(inputs, output, shapes, attributes);
}

/** The number of elements an operation reads and writes. */
export function costOf(program: Program, node: NodeId): number {
  let cost = 1 + sizeOf(program.shape(node));
  for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
    cost += sizeOf(program.shape(program.operand(node, operandIndex)));
  }
  return cost;
}
