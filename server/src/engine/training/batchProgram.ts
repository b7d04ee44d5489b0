/** A model lowered for a fixed number of samples. */

import type { NodeId } from '../ir/program.ts';
import type { FlatProgram } from '../runtime/flatProgram.ts';

export interface BatchProgram {
  /** How many samples its data have; 0 where the model has no data. */
  readonly samples: number;
  readonly program: FlatProgram;
  /** What it is for: the objective, a scalar, or where nothing is trained, what is made of each sample. */
  readonly root: NodeId;
  /** The leaf of each param, in the order of the job; −1 where the program doesn't need it. */
  readonly params: readonly NodeId[];
  /** The node of each param's gradient; −1 where the objective doesn't depend on it, or no step takes so many samples. */
  readonly adjoints: readonly NodeId[];
  /** The leaf of each data, in the order of the job; −1 where the program doesn't need it. */
  readonly data: readonly NodeId[];
  /** The leaf that counts the draws of random operators such as dropout; −1 where the program has none. */
  readonly draw: NodeId;
  /** The scalars that hyperparameters are, by their names. */
  readonly hyperparameters: Readonly<Record<string, NodeId>>;
}
