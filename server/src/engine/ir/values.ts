/** The values of a program's nodes, all in one buffer. */

import type { NodeId, Program } from './program.ts';
import { sizeOf } from './shape.ts';

/** The value of every node of a program, concatenated in one buffer, row-major. */
export interface Values {
  readonly data: Float64Array;
  /** The offset of each node's first element. */
  readonly starts: Int32Array;
}

/** The elements of a node's value: a view, not a copy. */
export function elementsOf(program: Program, values: Values, node: NodeId): Float64Array {
  const start = values.starts[node];
  return values.data.subarray(start, start + sizeOf(program.shape(node)));
}

/** A copy that no run overwrites and that can be transferred. */
export function copyValues({ data, starts }: Values): Values {
  return { data: data.slice(), starts: starts.slice() };
}
