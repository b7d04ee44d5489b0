/** Mini-batches, drawn like those of PyTorch's DataLoader: shuffled in each epoch, or in the order of the file. */

import { Random, type RandomState } from '../math/random.ts';

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

/** The samples evaluated together: `length` of the list from `start` on. */
export interface Batch {
  readonly indices: Int32Array;
  readonly start: number;
  readonly length: number;
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

/** The indices of the held-out and of the training samples, both in ascending order. */
export function splitSamples(samples: number, { seed, holdout }: Pick<BatchOrder, 'seed' | 'holdout'>) {
  const count = heldOutCount(samples, holdout);
  const isHeldOut = new Uint8Array(samples);
  // Millions of samples take seconds to permute.
  if (count > 0) {
    const order = new Random(seed, 'holdout').permutation(samples);
    for (let i = 0; i < count; i++) isHeldOut[order[i]] = 1;
  }
  const heldOut = new Int32Array(count);
  const training = new Int32Array(samples - count);
  let heldOutEnd = 0;
  for (let sample = 0; sample < samples; sample++) {
    if (isHeldOut[sample] === 1) heldOut[heldOutEnd++] = sample;
    else training[sample - heldOutEnd] = sample;
  }
  return { heldOut, training };
}

export class Batches {
  /** The held-out samples and the training samples, both in the order of the file. */
  readonly heldOutSamples: Batch;
  readonly trainingSamples: Batch;
  readonly stepsPerEpoch: number;
  /** Undefined if every step takes all samples. */
  readonly #batchSize: number | undefined;
  readonly #origin: NonNullable<BatchOrder['origin']>;
  readonly #seed: number;
  readonly #isSequential: boolean;
  #random: Random;
  /** The cursor of the latest shuffled epoch. */
  #cursor: BatchCursor | undefined;
  /** The batch of the last step, reused so that steps allocate nothing. */
  readonly #current: { -readonly [Name in keyof Batch]: Batch[Name] };
  /** The samples of an epoch, and that epoch's number since the origin; −1 before the first. */
  #indices: Int32Array;
  #epoch = -1;

  /**
   * @param samples how many there are; 0 if the model has no data and every step is a single evaluation.
   * @param cursor an epoch reached before, so that the epochs up to it need not be drawn again.
   */
  constructor(
    samples: number,
    { batch, seed, holdout, isSequential, origin = noOrigin }: BatchOrder,
    cursor?: BatchCursor,
  ) {
    const { heldOut, training } = splitSamples(samples, { seed, holdout });
    this.heldOutSamples = fullBatch(heldOut);
    this.trainingSamples = fullBatch(training);
    const { length } = this.trainingSamples;
    this.#batchSize = batch !== undefined && batch < length ? batch : undefined;
    this.stepsPerEpoch = this.#batchSize === undefined ? 1 : Math.ceil(length / this.#batchSize);
    this.#seed = seed;
    this.#isSequential = isSequential === true;
    this.#random = new Random(seed, 'batches');
    this.#indices = this.trainingSamples.indices;
    this.#current = { ...this.trainingSamples };
    this.#origin = origin;
    if (cursor?.origin !== origin.step) return;
    this.#random.restore(cursor.random);
    this.#epoch = cursor.epoch - 1;
    this.#cursor = cursor;
  }

  /** The cursor to continue from; undefined before anything is shuffled. */
  get cursor(): BatchCursor | undefined {
    return this.#cursor;
  }

  /** The epoch of a step, both counted from 0. */
  epochOf(step: number): number {
    return this.#origin.epoch + this.#localEpochOf(step);
  }

  /** The number of epochs begun before a step; an epoch that it continues counts. */
  epochsBegunBefore(step: number): number {
    return step === this.#origin.step ? this.#origin.epoch : this.epochOf(step - 1) + 1;
  }

  /** The number of epochs to shuffle before a step can be taken; 0 if none is shuffled, negative if its epoch is past. */
  epochsToDraw(step: number): number {
    if (this.#batchSize === undefined || this.#isSequential) return 0;
    const draws = this.#localEpochOf(step) - this.#epoch;
    return draws > 0 ? draws : -1;
  }

  /** The samples of a step, counted from 0; valid until the next call. Consecutive steps are cheapest. */
  at(step: number): Batch {
    if (this.#batchSize === undefined) return this.trainingSamples;
    if (!this.#isSequential) this.#shuffle(this.#localEpochOf(step));
    this.#current.indices = this.#indices;
    this.#current.start = this.#startOf(step);
    this.#current.length = this.#lengthOf(step);
    return this.#current;
  }

  /** The batch lengths that occur in a range of steps: at most two, as the last batch of an epoch may be shorter. */
  lengths(firstStep: number, steps: number): ReadonlySet<number> {
    const lengths = new Set<number>();
    const endStep = firstStep + Math.min(steps, this.stepsPerEpoch);
    for (let step = firstStep; step < endStep; step++) lengths.add(this.#lengthOf(step));
    return lengths;
  }

  /** The number of samples of a step, counted from 0; undefined if it takes all training samples. */
  miniBatchLengthOf(step: number): number | undefined {
    return this.#batchSize === undefined ? undefined : this.#lengthOf(step);
  }

  /** True if an epoch has begun before a step, counted from 0, and continues with it. */
  isWithinEpoch(step: number): boolean {
    return (step - this.#origin.step) % this.stepsPerEpoch !== 0;
  }

  /** True if a step, counted from 0, is the last of its epoch. */
  endsEpoch(step: number): boolean {
    return !this.isWithinEpoch(step + 1);
  }

  /** The epoch counted from the origin. */
  #localEpochOf(step: number): number {
    return Math.floor((step - this.#origin.step) / this.stepsPerEpoch);
  }

  #startOf(step: number): number {
    return ((step - this.#origin.step) % this.stepsPerEpoch) * (this.#batchSize ?? 0);
  }

  #lengthOf(step: number): number {
    const { length } = this.trainingSamples;
    return this.#batchSize === undefined ? length : Math.min(this.#batchSize, length - this.#startOf(step));
  }

  #shuffle(epoch: number): void {
    if (epoch < this.#epoch) [this.#random, this.#epoch] = [new Random(this.#seed, 'batches'), -1];
    for (; this.#epoch < epoch; this.#epoch++) {
      const { indices, length } = this.trainingSamples;
      this.#cursor = { origin: this.#origin.step, epoch: this.#epoch + 1, random: this.#random.state };
      this.#indices = this.#random.permutation(length);
      for (let i = 0; i < length; i++) this.#indices[i] = indices[this.#indices[i]];
    }
  }
}

/** The order of the steps after `step` with another batch size, which begins an epoch; the same order for the same size. */
export function withBatchSize(
  order: BatchOrder,
  batch: number | undefined,
  step: number,
  batches: Pick<Batches, 'epochsBegunBefore'>,
): BatchOrder {
  const { batch: previous, ...rest } = order;
  if (batch === previous) return order;
  const origin = { step, epoch: batches.epochsBegunBefore(step) };
  return { ...rest, ...(batch !== undefined && { batch }), origin };
}

const noOrigin = { step: 0, epoch: 0 };

function fullBatch(indices: Int32Array): Batch {
  return { indices, start: 0, length: indices.length };
}
