/**
 * An interpreter of scalar programs in TypeScript, directly from their flat arrays, since rebuilding a program would take
 * longer than running it.
 */

import { constant } from '../../ir/constant.ts';
import type { Attributes } from '../../ir/operator.ts';
import { scalar } from '../../ir/shape.ts';
import type { Values } from '../../ir/values.ts';
import { iota } from '../../math/iota.ts';
import { leaf } from '../../operators/identities.ts';
import { operators } from '../../operators/table.ts';
import type { FlatProgram } from '../flatProgram.ts';

/** Approximate number of nodes computed per slice. */
export const nodesPerSlice = 1 << 16;

/** Runs in slices, so that the caller may stop in between. */
export function* runScalarProgramInJs(flat: FlatProgram): Generator<undefined, Values> {
  const { codes, arities, constants } = flat;
  const data = new Float64Array(codes.length);
  const interpreter = new JsScalarInterpreter(flat, data);
  let operandStart = 0;
  let nextConstant = 0;
  for (let node = 0; node < codes.length; node++) {
    if (operators[codes[node]] === constant) data[node] = constants[nextConstant++];
    else interpreter.compute(node, operandStart);
    operandStart += arities[node];
    if (node % nodesPerSlice === nodesPerSlice - 1) yield undefined;
  }
  return { data, starts: iota(codes.length) };
}

/** Computes the nodes of a scalar program in order; the value of node i is element i. */
export class JsScalarInterpreter {
  readonly #flat: FlatProgram;
  readonly #data: Float64Array;
  #nextAttributes = 0;

  constructor(flat: FlatProgram, data: Float64Array) {
    this.#flat = flat;
    this.#data = data;
  }

  /** Computes a node that is not a constant. @param operandStart the index of its first operand in the flat list. */
  compute(node: number, operandStart: number): void {
    const { codes, operands } = this.#flat;
    const data = this.#data;
    const operator = operators[codes[node]];
    // Every param is a leaf, and a view of a single number would cost more than the number.
    if (operator === leaf) data[node] = data[operands[operandStart]];
    else if (operator.kind === 'elementwise') {
      data[node] = operator.forward(
        data[operands[operandStart]],
        data[operands[operandStart + 1]],
        data[operands[operandStart + 2]],
      );
    } else {
      const inputs = Array.from(operands.subarray(operandStart, operandStart + this.#flat.arities[node]), (operand) =>
        scalarView(data, operand),
      );
      const shapes = { operands: inputs.map(() => scalar), output: scalar };
      operator.forward(inputs, scalarView(data, node), shapes, this.#attributesOf(node));
    }
  }

  #attributesOf(node: number): Attributes {
    const { attributedNodes, attributes } = this.#flat;
    while (attributedNodes[this.#nextAttributes] < node) this.#nextAttributes++;
    return attributedNodes[this.#nextAttributes] === node ? attributes[this.#nextAttributes] : noAttributes;
  }
}

const noAttributes: Attributes = {};

function scalarView(data: Float64Array, node: number): Float64Array {
  return data.subarray(node, node + 1);
}
