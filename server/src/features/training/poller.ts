/** When a training session is looked at: often enough that it seems to move, and no more than there is time to show it. */

import type { Look, Moment } from '../../engine/training/session/commands.ts';

/** In milliseconds: from one look to the next, and to the next one at the surface. */
const interval = 50;
const surfaceInterval = 200;

/** To see and to show takes at most one part in so many of the time. */
const share = 4;

export class Looks {
  readonly #look: (look: Look) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isResting = true;
  /** What is asked for besides, and not seen yet. */
  #asked = { isUrgent: false, isWhole: false, hasState: false };
  /** The times before which it isn't looked at again. */
  #next = Number.NEGATIVE_INFINITY;
  #nextSurface = Number.NEGATIVE_INFINITY;

  /** @param look asks the session for one moment; the last one that was asked for counts. */
  constructor(look: (look: Look) => void) {
    this.#look = look;
  }

  /** Looks from now on, and at all there is first. */
  begin(): void {
    this.#isResting = false;
    this.ask({ isWhole: true });
  }

  rest(): void {
    this.#isResting = true;
    clearTimeout(this.#timer);
  }

  /** Looks as soon as may be, whether or not there is anything new. */
  ask(asked: Partial<Pick<Look, 'isWhole' | 'hasState'>> = {}): void {
    this.#asked = { ...this.#asked, isUrgent: true, ...asked };
    this.#schedule();
  }

  /** A moment was seen. @param milliseconds how long it took to show it. */
  seen({ training, heldOut, state, took }: Moment, milliseconds: number): void {
    const isWhole = this.#asked.isWhole && !(training.isWhole && heldOut.isWhole);
    const hasState = this.#asked.hasState && state === undefined;
    this.#asked = { isUrgent: isWhole || hasState, isWhole, hasState };
    this.#next = Math.max(this.#next, performance.now() + share * (took + milliseconds));
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isResting) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), Math.max(0, this.#next - performance.now()));
  }

  #ask(): void {
    const now = performance.now();
    const hasSurface = this.#asked.isWhole || now >= this.#nextSurface;
    this.#next = now + interval;
    if (hasSurface) this.#nextSurface = now + surfaceInterval;
    this.#look({ ...this.#asked, hasSurface });
    // Where nothing moves any more, the surface of the last step is still to be seen.
    if (!hasSurface) this.#timer = setTimeout(() => this.#ask(), this.#nextSurface - now);
  }
}
