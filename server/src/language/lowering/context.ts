/** The inputs of lowering besides the text. */

import type { Samples } from '../../data/samples.ts';
import type { Mode } from '../../engine/ir/mode.ts';
import type { Tensor } from '../../engine/ir/tensor.ts';
import type { Counters } from '../../engine/training/counters.ts';
import { type Files, noFiles } from '../names/modules/files.ts';
import type { LearnedParams } from './model.ts';

/** Draws the initial values of params in slices. */
export interface InitialDraws {
  /** The values, or undefined while they are being drawn. @param key everything that determines the values. */
  draw(key: string, values: () => Generator<undefined, Float64Array>): Float64Array | undefined;
}

export interface LoweringContext {
  readonly files: Files;
  readonly learnedParams: LearnedParams;
  /** Training if absent. Expectations are lowered for evaluation in any case. */
  readonly mode?: Mode | undefined;
  /** True in an editor, where a model is evaluated on a sample if all rows of its data would make keys slow. */
  readonly isLive?: boolean | undefined;
  /** True if only consts and data are evaluated, so that the other values need not fit into memory. */
  readonly hasInputsOnly?: boolean;
  /** The size of a mini-batch, which replaces the number of samples of all data. */
  readonly sampleCount?: number;
  /** True if the inputs are grid points of the decision surface. Consts then have no row for each input. */
  readonly isSurfaceGrid?: boolean;
  /**
   * The values of consts over all samples, which a mini-batch must not change: the mean of the data is not that of the
   * batch, nor is a const of a size. By name, or by path in a call.
   */
  readonly consts?: ReadonlyMap<string, Tensor>;
  /** All samples of the data of which a mini-batch has some, by name. */
  readonly allData?: ReadonlyMap<string, Samples>;
  /** True if the leaves have the first samples; in a mini-batch they are set later. */
  readonly isSample?: boolean;
  /** Draws large params in the background; absent to draw them at once. */
  readonly draws?: InitialDraws | undefined;
  /** The number of times the user has drawn again; 0 if absent. */
  readonly draw?: number;
  /** The counters of the next training step; those of the first one if absent. */
  readonly counters?: Counters;
  /** The full name of the scalar that the user picked to differentiate instead of the losses. */
  readonly pickedRootName?: string | undefined;
}

export const emptyContext: LoweringContext = { files: noFiles, learnedParams: new Map() };
