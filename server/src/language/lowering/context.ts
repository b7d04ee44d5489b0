/** What a model is lowered with besides its text. */

import type { Tensor } from '../../engine/ir/tensor.ts';
import { type Files, noFiles } from '../base/files.ts';
import type { TrainedValues } from './model.ts';

export interface LoweringContext {
  readonly files: Files;
  readonly trained: TrainedValues;
  /** How many samples all data have, instead of those that the file gives them: what a mini-batch is evaluated with. */
  readonly sampleCount?: number;
  /** The values that consts have over all samples: a mini-batch doesn't change what is constant, such as a mean of the data. */
  readonly consts?: ReadonlyMap<string, Tensor>;
  /** What the user picked to be differentiated instead of the losses, by its full name. */
  readonly root?: string | undefined;
}

export const emptyContext: LoweringContext = { files: noFiles, trained: new Map() };
