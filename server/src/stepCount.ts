/**
 * Counts the training steps that led to the text of a file, and keeps what the optimizer remembers of them. It follows
 * the text through steps, undo and redo, back and forth on the way that the steps went; a text that was typed is off
 * that way and counts none, until it is typed back.
 */

import { noSteps, type StepsTaken } from './snapshot/stepEdits.ts';
import type { OptimizerStates } from './snapshot/trainingJob.ts';

/** In numbers: what is remembered of earlier steps is let go from here on, and a step after an undo that far starts anew. */
const longestMemory = 1 << 22;

/** A text on the way. */
interface Place {
  readonly digest: number;
  states: OptimizerStates;
}

export class StepCount {
  /** From where the first step was taken to where the last one led. */
  #way: Place[] = [];
  #place = 0;
  #isOnWay = false;
  /** The text that a step is about to lead to. */
  #awaited: Place | undefined;

  get taken(): StepsTaken {
    return this.#isOnWay ? { count: this.#place, states: this.#way[this.#place].states } : noSteps;
  }

  /** A step is about to lead from the text of now to another, and to what the optimizer remembers there. */
  step(from: string, to: string, states: OptimizerStates): void {
    if (!this.#isOnWay) {
      this.#way = [{ digest: digest(from), states: noSteps.states }];
      this.#place = 0;
      this.#isOnWay = true;
    }
    this.#awaited = { digest: digest(to), states };
  }

  /** The text has changed. */
  follow(text: string): void {
    const now = digest(text);
    if (now === this.#awaited?.digest) {
      this.#place++;
      this.#way.splice(this.#place, Number.POSITIVE_INFINITY, this.#awaited);
      this.#forget();
    } else {
      const near = [this.#place, this.#place - 1, this.#place + 1].find((place) => this.#way[place]?.digest === now);
      this.#isOnWay = near !== undefined;
      this.#place = near ?? this.#place;
    }
    this.#awaited = undefined;
  }

  #forget(): void {
    let numbers = 0;
    for (const place of this.#way.toReversed()) {
      numbers += sizeOf(place.states);
      if (numbers > longestMemory && place !== this.#way[this.#place]) place.states = noSteps.states;
    }
  }
}

function sizeOf(states: OptimizerStates): number {
  let size = 0;
  for (const { memory } of states.values()) for (const { length } of memory) size += length;
  return size;
}

/** FNV-1a over 52 bits: two texts of one session that share it would only be miscounted. */
function digest(text: string): number {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
