/** Runs a program of scalars straight from its flat arrays: building it again would cost more than running it. */

import type { Values } from './execute.ts';
import { constant } from './ops/leaves.ts';
import { operators } from './ops.ts';
import type { FlatProgram } from './transfer.ts';

/** About how many nodes are computed between two chances to stop. */
const nodesPerSlice = 1 << 16;

/** Runs a slice of the work at a time, so that whoever drives it may stop in between. */
export function* runTape({ codes, arities, operands, numbers }: FlatProgram): Generator<void, Values> {
  const data = new Float64Array(codes.length);
  let place = 0;
  let nextNumber = 0;
  for (let node = 0; node < codes.length; node++) {
    const operator = operators[codes[node]];
    if (operator === constant) data[node] = numbers[nextNumber++];
    else {
      const a = data[operands[place]];
      // What isn't elementwise hands a scalar on as it is, or the program would be no tape.
      data[node] =
        operator.kind === 'elementwise' ? operator.forward(a, data[operands[place + 1]], data[operands[place + 2]]) : a;
    }
    place += arities[node];
    if (node % nodesPerSlice === nodesPerSlice - 1) yield;
  }
  return { data, starts: ascending(codes.length) };
}

function ascending(length: number): Int32Array {
  const numbers = new Int32Array(length);
  for (let i = 0; i < length; i++) numbers[i] = i;
  return numbers;
}
