/** The inputs of lowering besides the text. */

import type { Tensor } from '../../engine/ir/tensor.ts';
import { type Files, noFiles } from '../names/files.ts';
import type { TrainedValues } from './model.ts';

export interface LoweringContext {
  readonly files: Files;
  readonly trained: TrainedValues;
  /** The number of samples of all data, in place of those in the file: the size of a mini-batch. */
  readonly sampleCount?: number;
  /** The values of consts over all samples: a mini-batch doesn't change what is constant, such as a mean of the data. */
  readonly consts?: ReadonlyMap<string, Tensor>;
  /** The full name of the scalar picked by the user to be differentiated instead of the losses. */
  readonly root?: string | undefined;
}

export const emptyContext: LoweringContext = { files: noFiles, trained: new Map() };
