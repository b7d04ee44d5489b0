/** The interface of JsRunner and WasmRunner, which compute a program's values repeatedly. */

import type { NodeId } from '../ir/program.ts';

export interface Runner {
  /** The values of all nodes. */
  readonly data: Float64Array;
  /** The offset of each node's value. */
  readonly starts: Int32Array;
  /** Keeps a leaf at its present value. */
  pin(leaf: NodeId): void;
  /** Makes a leaf start from its operand again. */
  unpin(leaf: NodeId): void;
  /** Computes all other values. */
  run(): void;
  /** Runs in slices, so that the caller may stop in between. */
  runInSlices(): Generator<undefined, void>;
}
