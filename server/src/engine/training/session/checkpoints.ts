/** Where a run was every so many steps, so that any step of it can be taken again; the longer it is, the farther they lie apart. */

import type { RunState } from '../train.ts';

/** In numbers, of all checkpoints together. */
const room = 1 << 22;

/** However small a model is: what is between two of so many is soon taken again. */
const most = 1024;

/** In steps: to take fewer again is quicker than it is to notice. */
const leastDistance = 16;

export class Checkpoints {
  /** In the order of their steps; the first is where the run began. */
  #kept: RunState[];
  #distance = leastDistance;
  readonly #most: number;

  constructor(first: RunState) {
    this.#kept = [first];
    this.#most = Math.max(2, Math.min(most, Math.floor(room / sizeOf(first))));
  }

  get count(): number {
    return this.#kept.length;
  }

  /** Whether a run that has taken so many steps is to be kept. */
  isDue(step: number): boolean {
    return step > this.#kept.at(-1)!.step && (step - this.#kept[0].step) % this.#distance === 0;
  }

  add(state: RunState): void {
    if (this.#kept.length === this.#most) {
      this.#distance *= 2;
      const [{ step: first }] = this.#kept;
      this.#kept = this.#kept.filter(({ step }) => (step - first) % this.#distance === 0);
    }
    if (this.isDue(state.step)) this.#kept.push(state);
  }

  /** The last one from which a step can be reached. */
  before(step: number): RunState {
    return this.#kept.findLast((state) => state.step <= step) ?? this.#kept[0];
  }
}

/** As if every optimizer remembered as much as the one that remembers most. */
function sizeOf({ params }: RunState): number {
  return 1 + params.reduce((size, { length }) => size + 3 * length, 0);
}
