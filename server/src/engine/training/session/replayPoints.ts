/**
 * Replay points: states of a run at regular steps, kept in memory, from which any step can be replayed. The interval
 * doubles as the run grows.
 */

import type { RunState } from '../trainingRun.ts';

/** Total size of all states, in numbers. */
const maxElements = 1 << 22;

/** Enough for small models: with this many states, the steps between two replay quickly. */
const maxPoints = 1024;

/** In steps: replaying fewer is faster than anyone notices. */
const minInterval = 16;

export class ReplayPoints {
  /** In the order of their steps; the first is the start of the run. */
  #points: RunState[];
  #interval = minInterval;
  readonly #capacity: number;

  constructor(initial: RunState) {
    this.#points = [initial];
    this.#capacity = Math.max(2, Math.min(maxPoints, Math.floor(maxElements / stateSize(initial))));
  }

  get count(): number {
    return this.#points.length;
  }

  /** True if a run after `step` steps is to be added. */
  isDue(step: number): boolean {
    return step > this.#points.at(-1)!.step && (step - this.#points[0].step) % this.#interval === 0;
  }

  add(state: RunState): void {
    if (this.#points.length === this.#capacity) {
      this.#interval *= 2;
      const [{ step: firstStep }] = this.#points;
      this.#points = this.#points.filter(({ step }) => (step - firstStep) % this.#interval === 0);
    }
    if (this.isDue(state.step)) this.#points.push(state);
  }

  /** The last state from which a step can be replayed. */
  nearestBefore(step: number): RunState {
    return this.#points.findLast((state) => state.step <= step) ?? this.#points[0];
  }
}

/** An upper bound: assumes the optimizer with the largest state. */
function stateSize({ params }: RunState): number {
  return 1 + params.reduce((total, { length }) => total + 3 * length, 0);
}
