/** Runs a program of scalars in TypeScript straight from its flat arrays: building it again would cost more than running it. */

import { constant } from '../../ir/constant.ts';
import { iota } from '../../ir/iota.ts';
import type { Attributes } from '../../ir/operator.ts';
import { scalar } from '../../ir/shape.ts';
import type { Values } from '../../ir/values.ts';
import { leaf } from '../../operators/leaves.ts';
import { operators } from '../../operators/table.ts';
import type { FlatProgram } from '../flatProgram.ts';

/** About how many nodes are computed between two chances to stop. */
export const nodesPerSlice = 1 << 16;

/** Runs a slice of the work at a time, so that whoever drives it may stop in between. */
export function* runJsTape(flat: FlatProgram): Generator<undefined, Values> {
  const { codes, arities, constants } = flat;
  const data = new Float64Array(codes.length);
  const tape = new JsTape(flat, data);
  let operandStart = 0;
  let nextConstant = 0;
  for (let node = 0; node < codes.length; node++) {
    if (operators[codes[node]] === constant) data[node] = constants[nextConstant++];
    else tape.compute(node, operandStart);
    operandStart += arities[node];
    if (node % nodesPerSlice === nodesPerSlice - 1) yield undefined;
  }
  return { data, starts: iota(codes.length) };
}

/** Computes the nodes of a tape, in order, over values that lie one after another. */
export class JsTape {
  readonly #flat: FlatProgram;
  readonly #data: Float64Array;
  #nextAttributes = 0;

  constructor(flat: FlatProgram, data: Float64Array) {
    this.#flat = flat;
    this.#data = data;
  }

  /** Computes a node that is no constant, whose operands are listed from a place on. */
  compute(node: number, operandStart: number): void {
    const { codes, operands } = this.#flat;
    const data = this.#data;
    const operator = operators[codes[node]];
    // Every parameter is a leaf: a view of its one number would take longer than the number.
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
