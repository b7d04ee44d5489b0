/** Where a run was every so many steps, so that any step of it can be taken again; the longer it is, the farther they lie apart. */

import type { RunState } from '../trainingRun.ts';

/** In numbers, of all checkpoints together. */
const maxElements = 1 << 22;

/** However small a model is: what is between two of so many is soon taken again. */
const maxCheckpoints = 1024;

/** In steps: to take fewer again is quicker than it is to notice. */
const minInterval = 16;

export class Checkpoints {
  /** In the order of their steps; the first is where the run began. */
  #checkpoints: RunState[];
  #interval = minInterval;
  readonly #capacity: number;

  constructor(initial: RunState) {
    this.#checkpoints = [initial];
    this.#capacity = Math.max(2, Math.min(maxCheckpoints, Math.floor(maxElements / stateSize(initial))));
  }

  get count(): number {
    return this.#checkpoints.length;
  }

  /** Whether a run that has taken so many steps is to be kept. */
  isDue(step: number): boolean {
    return step > this.#checkpoints.at(-1)!.step && (step - this.#checkpoints[0].step) % this.#interval === 0;
  }

  add(state: RunState): void {
    if (this.#checkpoints.length === this.#capacity) {
      this.#interval *= 2;
      const [{ step: firstStep }] = this.#checkpoints;
      this.#checkpoints = this.#checkpoints.filter(({ step }) => (step - firstStep) % this.#interval === 0);
    }
    if (this.isDue(state.step)) this.#checkpoints.push(state);
  }

  /** The last one from which a step can be reached. */
  nearestBefore(step: number): RunState {
    return this.#checkpoints.findLast((state) => state.step <= step) ?? this.#checkpoints[0];
  }
}

/** As if every optimizer remembered as much as the one that remembers most. */
function stateSize({ params }: RunState): number {
  return 1 + params.reduce((total, { length }) => total + 3 * length, 0);
}
