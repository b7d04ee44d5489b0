/** The values of a program's nodes, all in one buffer. */

import type { NodeId, Program } from './program.ts';
import { sizeOf } from './shape.ts';

/** The value of every node of a program, one after another in one buffer, row-major. */
export interface Values {
  readonly data: Float64Array;
  /** For each node, where its elements begin. */
  readonly starts: Int32Array;
}

/** The elements of a node's value: a view, not a copy. */
export function elementsOf(program: Program, values: Values, node: NodeId): Float64Array {
  const start = values.starts[node];
  return values.data.subarray(start, start + sizeOf(program.shape(node)));
}

/** The same values in arrays of their own, which no run overwrites and which can be sent away. */
export function copyValues({ data, starts }: Values): Values {
  return { data: data.slice(), starts: starts.slice() };
}
