/** What computes the values of a program, again and again. */

import type { NodeId } from '../ir/program.ts';

export interface Runner {
  /** The values of all nodes. */
  readonly data: Float64Array;
  /** Where each node's value begins. */
  readonly starts: Int32Array;
  /** Keeps a leaf at the value that it has from now on. */
  pin(leaf: NodeId): void;
  /** Lets a leaf start from its operand again. */
  unpin(leaf: NodeId): void;
  /** Computes all other values. */
  run(): void;
  /** The same, a slice of the work at a time. */
  runInSlices(): Generator<undefined, void>;
}
