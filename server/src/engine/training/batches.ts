/** Mini-batches, drawn like those of PyTorch's DataLoader: shuffled in each epoch, or in the order of the file. */

import { Random } from '../math/random.ts';
import { type BatchCursor, type BatchOrder, Epochs, heldOutCount } from './epochs.ts';

/** The samples evaluated together: `length` of the list from `start` on. */
export interface Batch {
  readonly indices: Int32Array;
  readonly start: number;
  readonly length: number;
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

export class Batches extends Epochs {
  /** The held-out samples and the training samples, both in the order of the file. */
  readonly heldOutSamples: Batch;
  readonly trainingSamples: Batch;
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
  constructor(samples: number, order: BatchOrder, cursor?: BatchCursor) {
    super(samples, order);
    const { seed } = order;
    const { heldOut, training } = splitSamples(samples, order);
    this.heldOutSamples = fullBatch(heldOut);
    this.trainingSamples = fullBatch(training);
    this.#seed = seed;
    this.#random = new Random(seed, 'batches');
    this.#indices = this.trainingSamples.indices;
    this.#current = { ...this.trainingSamples };
    if (cursor?.origin !== this.origin.step) return;
    this.#random.restore(cursor.random);
    this.#epoch = cursor.epoch - 1;
    this.#cursor = cursor;
  }

  /** The cursor to continue from; undefined before anything is shuffled. */
  get cursor(): BatchCursor | undefined {
    return this.#cursor;
  }

  /** The samples of a step, counted from 0; valid until the next call. Consecutive steps are cheapest. */
  at(step: number): Batch {
    if (this.batchSize === undefined) return this.trainingSamples;
    if (!this.isSequential) this.#shuffle(this.localEpochOf(step));
    this.#current.indices = this.#indices;
    this.#current.start = this.startOf(step);
    this.#current.length = this.lengthOf(step);
    return this.#current;
  }

  #shuffle(epoch: number): void {
    if (epoch < this.#epoch) [this.#random, this.#epoch] = [new Random(this.#seed, 'batches'), -1];
    for (; this.#epoch < epoch; this.#epoch++) {
      const { indices, length } = this.trainingSamples;
      this.#cursor = { origin: this.origin.step, epoch: this.#epoch + 1, random: this.#random.state };
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
  batches: Pick<Epochs, 'epochsBegunBefore'>,
): BatchOrder {
  const { batch: previous, ...rest } = order;
  if (batch === previous) return order;
  const origin = { step, epoch: batches.epochsBegunBefore(step) };
  return { ...rest, ...(batch !== undefined && { batch }), origin };
}

function fullBatch(indices: Int32Array): Batch {
  return { indices, start: 0, length: indices.length };
}
