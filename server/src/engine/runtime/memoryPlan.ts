/** The memory layout of a program's values: one buffer for all nodes, so that a result is one array to transfer. */

import type { Program } from '../ir/program.ts';
import { sizeOf } from '../ir/shape.ts';

export interface MemoryPlan {
  /** The offset of each node's first element in the buffer. */
  readonly starts: Int32Array;
  /** The length of the buffer, in elements. */
  readonly length: number;
}

const maxElements = 2 ** 31 - 1;

/**
 * @param order the order of the values in memory.
 * @throws RangeError when there are more elements than a 32-bit offset can address.
 */
export function planMemory(program: Program, order: Int32Array): MemoryPlan {
  const starts = new Int32Array(program.length);
  let length = 0;
  for (const node of order) {
    starts[node] = length;
    length += sizeOf(program.shape(node));
  }
  if (length > maxElements) throw new RangeError(`${length} numbers are more than fit into one buffer`);
  return { starts, length };
}
