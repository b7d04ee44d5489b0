/** Shuffled mini-batches, drawn like those of PyTorch's DataLoader with `shuffle = True`. */

import { Random, type RandomState } from '../math/random.ts';

/** The order in which the samples are visited. */
export interface BatchOrder {
  /** Samples per step; if absent, every step takes all samples in the order of the file. */
  readonly batch?: number;
  readonly seed: number;
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

export class Batches {
  /** The held-out samples and the training samples, both in the order of the file. */
  readonly heldOutSamples: Batch;
  readonly trainingSamples: Batch;
  readonly stepsPerEpoch: number;
  /** Undefined if every step takes all samples. */
  readonly #batchSize: number | undefined;
  readonly #origin: NonNullable<BatchOrder['origin']>;
  readonly #seed: number;
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
  constructor(samples: number, { batch, seed, holdout, origin = noOrigin }: BatchOrder, cursor?: BatchCursor) {
    const heldOutSamples = new Random(seed, 'holdout').permutation(samples).subarray(0, Math.floor(samples * holdout));
    const isHeldOut = new Uint8Array(samples);
    for (const sample of heldOutSamples) isHeldOut[sample] = 1;
    const allSamples = Int32Array.from({ length: samples }, (_, sample) => sample);
    this.heldOutSamples = fullBatch(allSamples.filter((sample) => isHeldOut[sample] === 1));
    this.trainingSamples = fullBatch(allSamples.filter((sample) => isHeldOut[sample] === 0));
    const { length } = this.trainingSamples;
    this.#batchSize = batch !== undefined && batch < length ? batch : undefined;
    this.stepsPerEpoch = this.#batchSize === undefined ? 1 : Math.ceil(length / this.#batchSize);
    this.#seed = seed;
    this.#random = new Random(seed, 'batches');
    this.#indices = this.trainingSamples.indices;
    this.#current = { ...this.trainingSamples };
    this.#origin = origin;
    if (cursor?.origin !== origin.step) return;
    this.#random.restore(cursor.random);
    this.#epoch = cursor.epoch - 1;
  }

  /** The cursor to continue from; undefined before anything is shuffled. */
  get cursor(): BatchCursor | undefined {
    return this.#cursor;
  }

  /** The epoch of a step, both counted from 0. */
  epochOf(step: number): number {
    return this.#origin.epoch + this.#localEpochOf(step);
  }

  /** The samples of a step, counted from 0; valid until the next call. Consecutive steps are cheapest. */
  at(step: number): Batch {
    if (this.#batchSize === undefined) return this.trainingSamples;
    this.#shuffle(this.#localEpochOf(step));
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

  /** True if a step, counted from 0, is the last of its epoch. */
  endsEpoch(step: number): boolean {
    return (step + 1 - this.#origin.step) % this.stepsPerEpoch === 0;
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

const noOrigin = { step: 0, epoch: 0 };

function fullBatch(indices: Int32Array): Batch {
  return { indices, start: 0, length: indices.length };
}
