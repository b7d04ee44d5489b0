/**
 * A reference executor: each node's own `forward`, in order, with broadcasting index by index. Checks simplification,
 * planning and fusion.
 */

import type { NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';

export function referenceValues(program: Program): Float64Array[] {
  const values: Float64Array[] = [];
  for (let node = 0; node < program.length; node++) values.push(referenceValue(program, node, values));
  return values;
}

/** The value of one node, given those of its operands. */
export function referenceValue(program: Program, node: NodeId, values: readonly Float64Array[]): Float64Array {
  const operator = program.operator(node);
  const shape = program.shape(node);
  const operands = program.operands(node);
  const inputs = operands.map((operand) => values[operand]);
  const shapes = operands.map((operand) => program.shape(operand));
  const output = new Float64Array(sizeOf(shape));
  if (operator.kind === 'tensor') {
    operator.forward(inputs, output, { operands: shapes, output: shape }, program.attributes(node));
    return output;
  }
  return output.map((_, element) => {
    const [a, b = 0, c = 0] = inputs.map((input, k) => input[broadcastElement(element, shape, shapes[k])]);
    return operator.forward(a, b, c);
  });
}

/** The element of an operand that broadcasts to an element of the output. */
function broadcastElement(element: number, output: Shape, operand: Shape): number {
  let result = 0;
  let step = 1;
  let rest = element;
  for (let fromEnd = 1; fromEnd <= operand.length; fromEnd++) {
    const coordinate = rest % output[output.length - fromEnd];
    rest = (rest - coordinate) / output[output.length - fromEnd];
    const length = operand[operand.length - fromEnd];
    if (length !== 1) result += coordinate * step;
    step *= length;
  }
  return result;
}
