/** The inputs of lowering besides the text. */

import type { Tensor } from '../../engine/ir/tensor.ts';
import { type Files, noFiles } from '../names/files.ts';
import type { TrainedValues } from './model.ts';

/** Draws the initial values of params in slices. */
export interface InitialDraws {
  /** The values, or undefined while they are being drawn. @param key everything that determines the values. */
  draw(key: string, values: () => Generator<undefined, Float64Array>): Float64Array | undefined;
}

export interface LoweringContext {
  readonly files: Files;
  readonly trained: TrainedValues;
  /** The size of a mini-batch, which replaces the number of samples of all data. */
  readonly sampleCount?: number;
  /**
   * The values of consts over all samples, which a mini-batch must not change: the mean of the data is not that of the
   * batch, nor is a const of a size.
   */
  readonly consts?: ReadonlyMap<string, Tensor>;
  /** Draws large params in the background; absent to draw them at once. */
  readonly draws?: InitialDraws | undefined;
  /** The full name of the scalar that the user picked to differentiate instead of the losses. */
  readonly rootName?: string | undefined;
}

export const emptyContext: LoweringContext = { files: noFiles, trained: new Map() };
