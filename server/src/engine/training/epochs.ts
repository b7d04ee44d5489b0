/** The steps and epochs of a run: how many samples each step takes, and which epoch it belongs to. */

import type { RandomState } from '../math/random.ts';

/** The order in which the samples are visited. */
export interface BatchOrder {
  /** Samples per step; if absent, every step takes all samples in the order of the file. */
  readonly batch?: number;
  readonly seed: number;
  /** True if each epoch visits the samples in the order of the file; shuffled if absent. */
  readonly isSequential?: true;
  /** The share of samples held out from training, from 0 to below 1. */
  readonly holdout: number;
  /** The steps taken and epochs begun before this order; none if absent. */
  readonly origin?: { readonly step: number; readonly epoch: number };
}

/** An epoch of an order, and the state of the random stream before its samples were shuffled. */
export interface BatchCursor {
  /** The step at which the order began. */
  readonly origin: number;
  /** Counted from 0 since the origin. */
  readonly epoch: number;
  readonly random: RandomState;
}

/**
 * The number of samples that a decimal share holds out, rounded down. The binary product of 100 and 0.29 is below 29: the
 * share and the product are each rounded by up to half an ulp.
 */
export function heldOutCount(samples: number, holdout: number): number {
  if (samples === 0) return 0;
  const rounded = Math.floor(samples * holdout * (1 + 2 * Number.EPSILON));
  return Math.min(rounded, samples - 1);
}

/** The batch lengths of an epoch: at most two, as the last batch may be shorter. */
export function epochLengths(
  samples: number,
  { batch, holdout }: Pick<BatchOrder, 'batch' | 'holdout'>,
): ReadonlySet<number> {
  const trainingCount = samples - heldOutCount(samples, holdout);
  if (batch === undefined || batch >= trainingCount) return new Set([trainingCount]);
  return new Set([batch, trainingCount % batch || batch]);
}

/** Relates steps to epochs; unlike `Batches` it needs no lists of samples. */
export class Epochs {
  readonly stepsPerEpoch: number;
  /** Undefined if every step takes all samples. */
  protected readonly batchSize: number | undefined;
  protected readonly isSequential: boolean;
  protected readonly origin: NonNullable<BatchOrder['origin']>;
  /** The number of samples of an epoch. */
  readonly #trainingCount: number;

  /** @param samples how many there are, those held out included; 0 if the model has no data. */
  constructor(samples: number, { batch, holdout, isSequential, origin = noOrigin }: Omit<BatchOrder, 'seed'>) {
    this.#trainingCount = samples - heldOutCount(samples, holdout);
    this.batchSize = batch !== undefined && batch < this.#trainingCount ? batch : undefined;
    this.stepsPerEpoch = this.batchSize === undefined ? 1 : Math.ceil(this.#trainingCount / this.batchSize);
    this.isSequential = isSequential === true;
    this.origin = origin;
  }

  /** The epoch of a step, both counted from 0. */
  epochOf(step: number): number {
    return this.origin.epoch + this.localEpochOf(step);
  }

  /** The number of epochs begun before a step; an epoch that it continues counts. */
  epochsBegunBefore(step: number): number {
    return step === this.origin.step ? this.origin.epoch : this.epochOf(step - 1) + 1;
  }

  /** The step at which a run of some epochs ends, if it began at a multiple of them and has reached `step`. */
  endOfRun(step: number, epochs: number): number {
    const lastEpoch = (Math.floor(this.epochOf(step) / epochs) + 1) * epochs;
    return this.origin.step + (lastEpoch - this.origin.epoch) * this.stepsPerEpoch;
  }

  /**
   * The number of epochs to shuffle before a step can be taken; 0 if none is shuffled, negative if its epoch is past.
   * @param cursor an epoch reached before.
   */
  epochsToDraw(step: number, cursor: BatchCursor | undefined): number {
    if (this.batchSize === undefined || this.isSequential) return 0;
    const shuffled = cursor?.origin === this.origin.step ? cursor.epoch - 1 : -1;
    const draws = this.localEpochOf(step) - shuffled;
    return draws > 0 ? draws : -1;
  }

  /** The batch lengths that occur in a range of steps: at most two, as the last batch of an epoch may be shorter. */
  lengths(firstStep: number, steps: number): ReadonlySet<number> {
    const lengths = new Set<number>();
    const endStep = firstStep + Math.min(steps, this.stepsPerEpoch);
    for (let step = firstStep; step < endStep; step++) lengths.add(this.lengthOf(step));
    return lengths;
  }

  /** The number of samples of a step, counted from 0; undefined if it takes all training samples. */
  miniBatchLengthOf(step: number): number | undefined {
    return this.batchSize === undefined ? undefined : this.lengthOf(step);
  }

  /** True if an epoch has begun before a step, counted from 0, and continues with it. */
  isWithinEpoch(step: number): boolean {
    return (step - this.origin.step) % this.stepsPerEpoch !== 0;
  }

  /** True if a step, counted from 0, is the last of its epoch. */
  endsEpoch(step: number): boolean {
    return !this.isWithinEpoch(step + 1);
  }

  /** The epoch counted from the origin. */
  protected localEpochOf(step: number): number {
    return Math.floor((step - this.origin.step) / this.stepsPerEpoch);
  }

  protected startOf(step: number): number {
    return ((step - this.origin.step) % this.stepsPerEpoch) * (this.batchSize ?? 0);
  }

  protected lengthOf(step: number): number {
    if (this.batchSize === undefined) return this.#trainingCount;
    return Math.min(this.batchSize, this.#trainingCount - this.startOf(step));
  }
}

const noOrigin = { step: 0, epoch: 0 };
