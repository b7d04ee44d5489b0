/**
 * The way of a file through training: how many steps led to its text, what the optimizer remembers of them, and what they
 * made of params that the text doesn't hold. It follows the text through steps, undo and redo, back and forth; a text
 * that was typed is off the way and counts no steps, until it is typed back.
 */

import type { Trained } from '../language/lowering/model.ts';
import { noSteps, type StepsTaken } from '../training/stepEdits.ts';

/** In numbers: what is remembered of earlier places is let go from here on. */
const longestMemory = 1 << 22;

/** A text on the way; without a digest it can't be gone back to. */
interface Place {
  digest: number | undefined;
  taken: StepsTaken;
}

export class TrainingWay {
  /** From where the first step was taken to where the last one led. */
  #places: Place[] = [];
  #at = 0;
  #isOnWay = false;
  /** The text that a step is about to lead to. */
  #awaited: Place | undefined;

  get isOnWay(): boolean {
    return this.#isOnWay;
  }

  get taken(): StepsTaken {
    return this.#isOnWay ? this.#places[this.#at].taken : noSteps;
  }

  /** A step, or several at once, are about to lead from the text of now to another. @param before the params beside the text of now. */
  step(from: string, before: Trained, to: string, after: StepsTaken): void {
    if (!this.#isOnWay) {
      this.#places = [{ digest: digest(from), taken: { ...noSteps, trained: before } }];
      this.#at = 0;
      this.#isOnWay = true;
    }
    this.#awaited = { digest: digest(to), taken: after };
  }

  /** The text has changed, or a step has left it as it is. */
  follow(text: string): void {
    const isUntrained = this.#places.length === 0 && this.#awaited === undefined;
    if (isUntrained) return;
    const now = digest(text);
    if (now === this.#awaited?.digest) {
      this.#at++;
      this.#places.splice(this.#at, Number.POSITIVE_INFINITY, this.#awaited);
      this.#forget();
    } else {
      const near = [this.#at, this.#at - 1, this.#at + 1].find((place) => this.#places[place]?.digest === now);
      this.#isOnWay = near !== undefined;
      this.#at = near ?? this.#at;
    }
    this.#awaited = undefined;
  }

  /** Goes back before steps that left the text as it is, which no undo of the text takes back; false where there were none. */
  back(): boolean {
    const [before, now] = [this.#places[this.#at - 1], this.#places[this.#at]];
    if (!this.#isOnWay || before?.digest === undefined || before.digest !== now.digest) return false;
    this.#at--;
    return true;
  }

  /** Of places long ago the optimizer's memory goes; one that can't be gone back to without what is lost is gone too. */
  #forget(): void {
    let numbers = 0;
    for (const place of this.#places.toReversed()) {
      numbers += sizeOf(place.taken);
      if (numbers <= longestMemory || place === this.#places[this.#at]) continue;
      if (place.taken.trained.size > 0) place.digest = undefined;
      place.taken = { ...noSteps, count: place.taken.count };
    }
  }
}

function sizeOf({ states, trained }: StepsTaken): number {
  let size = 0;
  for (const { memory } of states.values()) for (const { length } of memory) size += length;
  for (const { values } of trained.values()) size += values.length;
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
