/** Applies one operator to tensors. */

import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { isMismatch, type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { evaluate } from './evaluate.ts';
import type { Tensor } from './operatorCases.ts';

export function apply(operator: Operator, operands: readonly Tensor[], attributes: Attributes = {}): Tensor {
  const program = new Program();
  const nodes = operands.map(({ shape, values }) => program.add(constant, [], { shape, values }));
  const node = program.add(operator, nodes, attributes);
  return { shape: program.shape(node), values: Array.from(evaluate(program)[node]) };
}

/** A tensor whose elements count up from 0. */
export function counting(...shape: Shape): Tensor {
  return { shape, values: Array.from({ length: sizeOf(shape) }, (_, i) => i) };
}

export function vector(...values: number[]): Tensor {
  return { shape: [values.length], values };
}

/** The reason why the operator refuses operands of these shapes; undefined if it accepts them. */
export function refusal(operator: Operator, shapes: readonly Shape[], attributes: Attributes = {}): string | undefined {
  const shape = operator.shape(shapes, attributes);
  return isMismatch(shape) ? shape.mismatch : undefined;
}
