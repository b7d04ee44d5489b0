/** The split of the samples into those for training and those held out. */

import { splitSamples } from '../../../engine/training/batches.ts';
import type { BatchOrder } from '../../../engine/training/epochs.ts';

export type SplitSettings = Pick<BatchOrder, 'seed' | 'holdout'>;

export interface SampleSplit {
  /** The number of samples. */
  readonly all: number;
  readonly training: Int32Array;
  readonly heldOut: Int32Array;
  /** For each sample, its row in a tensor of the training rows and all rows. */
  readonly restored: Int32Array;
}

/** The latest split, as typing usually leaves it as it is. */
let latest: { readonly key: string; readonly split: SampleSplit } | undefined;

export function splitOf(samples: number, { seed, holdout }: SplitSettings): SampleSplit {
  const key = `${samples} ${seed} ${holdout}`;
  if (latest?.key === key) return latest.split;
  const { training, heldOut } = splitSamples(samples, { seed, holdout });
  const restored = Int32Array.from({ length: samples }, (_, sample) => training.length + sample);
  for (const [row, sample] of training.entries()) restored[sample] = row;
  const split = { all: samples, training, heldOut, restored };
  latest = { key, split };
  return split;
}
