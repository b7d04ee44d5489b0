/**
 * Checkpoints of a run at regular steps, from which any step can be replayed. The interval doubles as the run grows.
 */

import type { RunState } from '../trainingRun.ts';

/** Total size of all checkpoints, in numbers. */
const maxElements = 1 << 22;

/** Enough for small models: with this many checkpoints, the steps between two replay quickly. */
const maxCheckpoints = 1024;

/** In steps: replaying fewer is faster than anyone notices. */
const minInterval = 16;

export class Checkpoints {
  /** In the order of their steps; the first is the start of the run. */
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

  /** True if a run after `step` steps needs a checkpoint. */
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

  /** The last checkpoint from which a step can be replayed. */
  nearestBefore(step: number): RunState {
    return this.#checkpoints.findLast((state) => state.step <= step) ?? this.#checkpoints[0];
  }
}

/** An upper bound: assumes the optimizer with the largest state. */
function stateSize({ params }: RunState): number {
  return 1 + params.reduce((total, { length }) => total + 3 * length, 0);
}
