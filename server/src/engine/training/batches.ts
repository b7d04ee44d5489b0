/** Which samples each step of training takes: as PyTorch's DataLoader with `shuffle = True` goes through a dataset. */

import { Random, type RandomState } from '../math/random.ts';

/** How the samples are gone through. */
export interface BatchOrder {
  /** Samples a step; all of them, in the order of the file, where absent. */
  readonly batch?: number;
  readonly seed: number;
  /** The share of samples that no step takes, from 0 to below 1. */
  readonly holdout: number;
  /** How many steps were taken before this order began, and how many epochs were begun; none where absent. */
  readonly origin?: { readonly step: number; readonly epoch: number };
}

/** An epoch of an order, and where the stream of random numbers was before its samples were shuffled. */
export interface BatchMark {
  /** The step at which the order began. */
  readonly origin: number;
  /** Counted from 0 since then. */
  readonly epoch: number;
  readonly random: RandomState;
}

/** The samples that are evaluated together: so many of a list of samples, from a place on. */
export interface Batch {
  readonly order: Int32Array;
  readonly start: number;
  readonly length: number;
}

export class Batches {
  /** The samples that no step takes, and those that steps take, both in the order of the file. */
  readonly heldOut: Batch;
  readonly training: Batch;
  readonly stepsPerEpoch: number;
  /** Absent where every step takes all samples. */
  readonly #batch: number | undefined;
  readonly #origin: NonNullable<BatchOrder['origin']>;
  readonly #seed: number;
  #random: Random;
  /** Of the epoch whose order is known. */
  #mark: BatchMark | undefined;
  /** What the last step was given: steps are many, and none is to leave an object behind. */
  readonly #given: { -readonly [Name in keyof Batch]: Batch[Name] };
  /** The samples of one epoch, and which epoch that is, counted from 0 since the order began; none is there yet at −1. */
  #order: Int32Array;
  #epoch = -1;

  /**
   * @param samples how many there are; 0 where the model has no data, and every step is one evaluation.
   * @param mark an epoch that was reached before, so that not all before it are drawn again.
   */
  constructor(samples: number, { batch, seed, holdout, origin = noOrigin }: BatchOrder, mark?: BatchMark) {
    const drawn = new Random(seed, 'holdout').shuffled(samples).subarray(0, Math.floor(samples * holdout));
    const isHeldOut = new Uint8Array(samples);
    for (const sample of drawn) isHeldOut[sample] = 1;
    const inOrder = Int32Array.from({ length: samples }, (_, sample) => sample);
    this.heldOut = wholeOf(inOrder.filter((sample) => isHeldOut[sample] === 1));
    this.training = wholeOf(inOrder.filter((sample) => isHeldOut[sample] === 0));
    const { length } = this.training;
    this.#batch = batch !== undefined && batch < length ? batch : undefined;
    this.stepsPerEpoch = this.#batch === undefined ? 1 : Math.ceil(length / this.#batch);
    this.#seed = seed;
    this.#random = new Random(seed, 'batches');
    this.#order = this.training.order;
    this.#given = { ...this.training };
    this.#origin = origin;
    if (mark?.origin !== origin.step) return;
    this.#random.restore(mark.random);
    this.#epoch = mark.epoch - 1;
  }

  /** Where to go on from; absent before anything is shuffled. */
  get mark(): BatchMark | undefined {
    return this.#mark;
  }

  /** The epoch of a step, both counted from 0. */
  epochOf(step: number): number {
    return this.#origin.epoch + this.#ownEpochOf(step);
  }

  /** The samples of a step, counted from 0, until another step's are asked for. One step after another costs least. */
  of(step: number): Batch {
    if (this.#batch === undefined) return this.training;
    this.#shuffle(this.#ownEpochOf(step));
    this.#given.order = this.#order;
    this.#given.start = this.#startOf(step);
    this.#given.length = this.#lengthOf(step);
    return this.#given;
  }

  /** How many samples the batches of so many steps have: one number, or another one for the last batch of an epoch. */
  lengths(from: number, steps: number): ReadonlySet<number> {
    const lengths = new Set<number>();
    const last = from + Math.min(steps, this.stepsPerEpoch);
    for (let step = from; step < last; step++) lengths.add(this.#lengthOf(step));
    return lengths;
  }

  /** Whether a step, counted from 0, is the last one of its epoch. */
  endsEpoch(step: number): boolean {
    return (step + 1 - this.#origin.step) % this.stepsPerEpoch === 0;
  }

  /** Counted since the order began: what came before it shuffles nothing here. */
  #ownEpochOf(step: number): number {
    return Math.floor((step - this.#origin.step) / this.stepsPerEpoch);
  }

  #startOf(step: number): number {
    return ((step - this.#origin.step) % this.stepsPerEpoch) * (this.#batch ?? 0);
  }

  #lengthOf(step: number): number {
    const { length } = this.training;
    return this.#batch === undefined ? length : Math.min(this.#batch, length - this.#startOf(step));
  }

  #shuffle(epoch: number): void {
    if (epoch < this.#epoch) [this.#random, this.#epoch] = [new Random(this.#seed, 'batches'), -1];
    for (; this.#epoch < epoch; this.#epoch++) {
      const { order, length } = this.training;
      this.#mark = { origin: this.#origin.step, epoch: this.#epoch + 1, random: this.#random.state };
      this.#order = this.#random.shuffled(length);
      for (let i = 0; i < length; i++) this.#order[i] = order[this.#order[i]];
    }
  }
}

const noOrigin = { step: 0, epoch: 0 };

function wholeOf(order: Int32Array): Batch {
  return { order, start: 0, length: order.length };
}
