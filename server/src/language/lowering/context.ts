/** The inputs of lowering besides the text. */

import type { Tensor } from '../../engine/ir/tensor.ts';
import { type Files, noFiles } from '../names/files.ts';
import type { TrainedValues } from './model.ts';

export interface LoweringContext {
  readonly files: Files;
  readonly trained: TrainedValues;
  /** The size of a mini-batch, which replaces the number of samples of all data. */
  readonly sampleCount?: number;
  /** The values of consts over all samples: a mini-batch must not change a const such as a mean of the data. */
  readonly consts?: ReadonlyMap<string, Tensor>;
  /** The full name of the scalar that the user picked to differentiate instead of the losses. */
  readonly root?: string | undefined;
}

export const emptyContext: LoweringContext = { files: noFiles, trained: new Map() };
