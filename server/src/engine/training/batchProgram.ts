/** A model lowered for a fixed number of samples. */

import type { NodeId } from '../ir/program.ts';
import type { FlatProgram } from '../runtime/flatProgram.ts';

export interface BatchProgram {
  /** The number of samples; 0 if the model has no data. */
  readonly samples: number;
  readonly program: FlatProgram;
  /** The objective, a scalar; in a program that isn't trained, a value for each sample. */
  readonly root: NodeId;
  /** The leaf of each param, in the order of the job; −1 if the program doesn't need it. */
  readonly params: readonly NodeId[];
  /** The gradient of each param; −1 if the objective doesn't depend on it, or no step has this many samples. */
  readonly adjoints: readonly NodeId[];
  /** The leaf of each data tensor, in the order of the job; −1 if the program doesn't need it. */
  readonly data: readonly NodeId[];
  /** The leaf that counts the draws of random operators such as dropout; −1 if there are none. */
  readonly draw: NodeId;
  /** The scalar nodes of computed hyperparameters, by name. */
  readonly hyperparameters: Readonly<Record<string, NodeId>>;
}
