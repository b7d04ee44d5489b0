/** When a training session is looked at: often enough that it seems to move, and no more than there is time to show it. */

import type { PollRequest, SessionState } from '../../engine/training/session/commands.ts';

/** In milliseconds: from one look to the next, and to the next one at the surface. */
const pollInterval = 50;
const surfaceInterval = 200;

/** To see and to show takes at most one part in so many of the time. */
const idleFactor = 4;

export class Poller {
  readonly #sendRequest: (request: PollRequest) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;
  /** What is asked for besides, and not seen yet. */
  #pending = { isUrgent: false, isFull: false, hasState: false };
  /** The times before which it isn't looked at again. */
  #nextPoll = Number.NEGATIVE_INFINITY;
  #nextSurface = Number.NEGATIVE_INFINITY;

  /** @param sendRequest asks the session for one moment; the last one that was asked for counts. */
  constructor(sendRequest: (sendRequest: PollRequest) => void) {
    this.#sendRequest = sendRequest;
  }

  /** Looks from now on, and at all there is first. */
  start(): void {
    this.#isStopped = false;
    this.pollSoon({ isFull: true });
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Looks as soon as may be, whether or not there is anything new. */
  pollSoon(options: Partial<Pick<PollRequest, 'isFull' | 'hasState'>> = {}): void {
    this.#pending = { ...this.#pending, isUrgent: true, ...options };
    this.#schedule();
  }

  /** A moment was seen. @param showMilliseconds how long it took to show it. */
  onPolled({ training, heldOut, state, elapsed: took }: SessionState, showMilliseconds: number): void {
    const isFull = this.#pending.isFull && !(training.isFull && heldOut.isFull);
    const hasState = this.#pending.hasState && state === undefined;
    this.#pending = { isUrgent: isFull || hasState, isFull, hasState };
    this.#nextPoll = Math.max(this.#nextPoll, performance.now() + idleFactor * (took + showMilliseconds));
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#poll(), Math.max(0, this.#nextPoll - performance.now()));
  }

  #poll(): void {
    const now = performance.now();
    const hasSurface = this.#pending.isFull || now >= this.#nextSurface;
    this.#nextPoll = now + pollInterval;
    if (hasSurface) this.#nextSurface = now + surfaceInterval;
    this.#sendRequest({ ...this.#pending, hasSurface });
    // Where nothing moves any more, the surface of the last step is still to be seen.
    if (!hasSurface) this.#timer = setTimeout(() => this.#poll(), this.#nextSurface - now);
  }
}
