/** Which samples each step of training takes: as PyTorch's DataLoader with `shuffle = True` goes through a dataset. */

import { Random, type RandomState } from '../math/random.ts';

/** How the samples are gone through. */
export interface BatchSchedule {
  /** Samples a step; all of them, in the order of the file, where absent. */
  readonly batch?: number;
  readonly seed: number;
  /** The share of samples that no step takes, from 0 to below 1. */
  readonly holdout: number;
  /** How many steps were taken before this order began, and how many epochs were begun; none where absent. */
  readonly origin?: { readonly step: number; readonly epoch: number };
}

/** An epoch of an order, and where the stream of random numbers was before its samples were shuffled. */
export interface BatchCursor {
  /** The step at which the order began. */
  readonly origin: number;
  /** Counted from 0 since then. */
  readonly epoch: number;
  readonly random: RandomState;
}

/** The samples that are evaluated together: so many of a list of samples, from a place on. */
export interface Batch {
  readonly indices: Int32Array;
  readonly start: number;
  readonly length: number;
}

export class Batches {
  /** The samples that no step takes, and those that steps take, both in the order of the file. */
  readonly heldOut: Batch;
  readonly training: Batch;
  readonly stepsPerEpoch: number;
  /** Absent where every step takes all samples. */
  readonly #batchSize: number | undefined;
  readonly #origin: NonNullable<BatchSchedule['origin']>;
  readonly #seed: number;
  #random: Random;
  /** Of the epoch whose order is known. */
  #cursor: BatchCursor | undefined;
  /** What the last step was given: steps are many, and none is to leave an object behind. */
  readonly #current: { -readonly [Name in keyof Batch]: Batch[Name] };
  /** The samples of one epoch, and which epoch that is, counted from 0 since the order began; none is there yet at −1. */
  #indices: Int32Array;
  #epoch = -1;

  /**
   * @param samples how many there are; 0 where the model has no data, and every step is one evaluation.
   * @param cursor an epoch that was reached before, so that not all before it are drawn again.
   */
  constructor(samples: number, { batch, seed, holdout, origin = noOrigin }: BatchSchedule, cursor?: BatchCursor) {
    const heldOutSamples = new Random(seed, 'holdout').permutation(samples).subarray(0, Math.floor(samples * holdout));
    const isHeldOut = new Uint8Array(samples);
    for (const sample of heldOutSamples) isHeldOut[sample] = 1;
    const allSamples = Int32Array.from({ length: samples }, (_, sample) => sample);
    this.heldOut = fullBatch(allSamples.filter((sample) => isHeldOut[sample] === 1));
    this.training = fullBatch(allSamples.filter((sample) => isHeldOut[sample] === 0));
    const { length } = this.training;
    this.#batchSize = batch !== undefined && batch < length ? batch : undefined;
    this.stepsPerEpoch = this.#batchSize === undefined ? 1 : Math.ceil(length / this.#batchSize);
    this.#seed = seed;
    this.#random = new Random(seed, 'batches');
    this.#indices = this.training.indices;
    this.#current = { ...this.training };
    this.#origin = origin;
    if (cursor?.origin !== origin.step) return;
    this.#random.restore(cursor.random);
    this.#epoch = cursor.epoch - 1;
  }

  /** Where to go on from; absent before anything is shuffled. */
  get cursor(): BatchCursor | undefined {
    return this.#cursor;
  }

  /** The epoch of a step, both counted from 0. */
  epochOf(step: number): number {
    return this.#origin.epoch + this.#localEpochOf(step);
  }

  /** The samples of a step, counted from 0, until another step's are asked for. One step after another costs least. */
  at(step: number): Batch {
    if (this.#batchSize === undefined) return this.training;
    this.#shuffle(this.#localEpochOf(step));
    this.#current.indices = this.#indices;
    this.#current.start = this.#startOf(step);
    this.#current.length = this.#lengthOf(step);
    return this.#current;
  }

  /** How many samples the batches of so many steps have: one number, or another one for the last batch of an epoch. */
  lengths(firstStep: number, steps: number): ReadonlySet<number> {
    const lengths = new Set<number>();
    const endStep = firstStep + Math.min(steps, this.stepsPerEpoch);
    for (let step = firstStep; step < endStep; step++) lengths.add(this.#lengthOf(step));
    return lengths;
  }

  /** Whether a step, counted from 0, is the last one of its epoch. */
  endsEpoch(step: number): boolean {
    return (step + 1 - this.#origin.step) % this.stepsPerEpoch === 0;
  }

  /** Counted since the order began: what came before it shuffles nothing here. */
  #localEpochOf(step: number): number {
    return Math.floor((step - this.#origin.step) / this.stepsPerEpoch);
  }

  #startOf(step: number): number {
    return ((step - this.#origin.step) % this.stepsPerEpoch) * (this.#batchSize ?? 0);
  }

  #lengthOf(step: number): number {
    const { length } = this.training;
    return this.#batchSize === undefined ? length : Math.min(this.#batchSize, length - this.#startOf(step));
  }

  #shuffle(epoch: number): void {
    if (epoch < this.#epoch) [this.#random, this.#epoch] = [new Random(this.#seed, 'batches'), -1];
    for (; this.#epoch < epoch; this.#epoch++) {
      const { indices, length } = this.training;
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
