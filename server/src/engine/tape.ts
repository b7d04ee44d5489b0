/** Runs a program of scalars straight from its flat arrays: building it again would cost more than running it. */

import type { Values } from './execute.ts';
import type { Attributes } from './operator.ts';
import { constant, leaf } from './ops/leaves.ts';
import { operators } from './ops.ts';
import { scalar } from './shape.ts';
import type { FlatProgram } from './transfer.ts';

/** About how many nodes are computed between two chances to stop. */
const nodesPerSlice = 1 << 16;

/** Runs a slice of the work at a time, so that whoever drives it may stop in between. */
export function* runTape(flat: FlatProgram): Generator<undefined, Values> {
  const { codes, arities, operands, numbers } = flat;
  const data = new Float64Array(codes.length);
  let place = 0;
  let nextNumber = 0;
  let nextAttributes = 0;
  for (let node = 0; node < codes.length; node++) {
    const operator = operators[codes[node]];
    const isAttributed = flat.attributed[nextAttributes] === node;
    const attributes = isAttributed ? flat.attributes[nextAttributes++] : noAttributes;
    if (operator === constant) data[node] = numbers[nextNumber++];
    // Every parameter is a leaf: a view of its one number would take longer than the number.
    else if (operator === leaf) data[node] = data[operands[place]];
    else if (operator.kind === 'elementwise') {
      data[node] = operator.forward(data[operands[place]], data[operands[place + 1]], data[operands[place + 2]]);
    } else {
      const inputs = Array.from(operands.subarray(place, place + arities[node]), (operand) => single(data, operand));
      operator.forward(inputs, single(data, node), { operands: inputs.map(() => scalar), output: scalar }, attributes);
    }
    place += arities[node];
    if (node % nodesPerSlice === nodesPerSlice - 1) yield undefined;
  }
  return { data, starts: ascending(codes.length) };
}

const noAttributes: Attributes = {};

function single(data: Float64Array, node: number): Float64Array {
  return data.subarray(node, node + 1);
}

function ascending(length: number): Int32Array {
  const numbers = new Int32Array(length);
  for (let i = 0; i < length; i++) numbers[i] = i;
  return numbers;
}
