/** Seeded random number streams, identical on every platform. */

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { iota } from './iota.ts';
import { log } from './logarithm.ts';

/** Plain numbers, which can be sent to a worker. */
export type RandomState = readonly number[];

/**
 * A stream of random numbers, determined by the seed and the name of the stream, such as `net.h1.W` or `batches`, so that
 * adding a parameter never changes the numbers that another one draws.
 */
export class Random {
  #generator: RandomGenerator;
  /** The second of the two normal numbers that are made at a time. */
  #spare: number | undefined;

  constructor(seed: number, stream: string) {
    const text = `${seed} ${stream}`;
    this.#generator = xoroshiro128plusFromState([0, 1, 2, 3].map((lane) => murmurHash(text, lane)));
  }

  /** The state of the stream. It omits a spare normal number, so it is complete between uniform numbers only. */
  get state(): RandomState {
    return this.#generator.getState();
  }

  /** Continues from a saved state. */
  restore(state: RandomState): void {
    this.#generator = xoroshiro128plusFromState(state);
    this.#spare = undefined;
  }

  /** Uniformly distributed over [0, 1), with 53 random bits. */
  uniform(): number {
    return uniformFloat64(this.#generator);
  }

  /**
   * Normally distributed with mean 0 and variance 1, by Marsaglia's polar method. IEEE 754 determines `+ − * /` and the
   * root, and the logarithm consists of them, so the bits are the same on every platform.
   */
  normal(): number {
    const spare = this.#spare;
    if (spare !== undefined) {
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * log(square)) / square);
      this.#spare = scale * y;
      return scale * x;
    }
  }

  /** A uniformly random permutation of the integers below n (Fisher and Yates). */
  permutation(n: number): Int32Array {
    const order = iota(n).slice();
    for (let last = n - 1; last > 0; last--) {
      const other = uniformInt(this.#generator, 0, last);
      const swapped = order[last];
      order[last] = order[other];
      order[other] = swapped;
    }
    return order;
  }
}

/** A seed made of a text: an integer of 32 bits. */
export function hashText(text: string): number {
  return murmurHash(text, 0) >>> 0;
}

/** MurmurHash3 in 32 bits (A. Appleby, public domain), over the UTF-16 units of a text, one per block. */
function murmurHash(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    const block = Math.imul(rotateLeft(Math.imul(text.charCodeAt(i), 0xcc9e2d51), 15), 0x1b873593);
    hash = Math.imul(rotateLeft(hash ^ block, 13), 5) + 0xe6546b64;
  }
  hash ^= 4 * text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function rotateLeft(bits: number, count: number): number {
  return (bits << count) | (bits >>> (32 - count));
}
