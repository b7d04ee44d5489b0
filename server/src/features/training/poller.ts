/** Polls a training session: often enough for a smooth display, and no more often than there is time to show the states. */

import type { PollRequest, SessionState } from '../../engine/training/session/sessionCommands.ts';

/** In milliseconds, from one poll to the next. */
const defaultInterval = 50;
const surfaceInterval = 200;
const confusionInterval = 500;

/** After a poll, the poller pauses this many times as long as it took to compute and show the state. */
const idleFactor = 4;

type PollOptions = Partial<Pick<PollRequest, 'isFull' | 'includesRunState'>>;

export class Poller {
  readonly #sendRequest: (request: PollRequest) => void;
  readonly #interval: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;
  /** Requested and not answered yet. */
  #pending = { isUrgent: false, isFull: false, includesRunState: false };
  /** The earliest times of the next polls. */
  #nextPoll = Number.NEGATIVE_INFINITY;
  #nextSurface = Number.NEGATIVE_INFINITY;
  #nextConfusion = Number.NEGATIVE_INFINITY;

  /** @param sendRequest asks the session for one state; a newer request replaces one that is not answered yet. */
  constructor(sendRequest: (request: PollRequest) => void, interval = defaultInterval) {
    this.#sendRequest = sendRequest;
    this.#interval = interval;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Starts polling, with a full state first. */
  start(): void {
    this.#isStopped = false;
    this.pollSoon({ isFull: true });
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Polls as soon as there is time, whether or not there is anything new. */
  pollSoon(options: PollOptions = {}): void {
    this.#pending = { ...this.#pending, isUrgent: true, ...options };
    this.#schedule();
  }

  /** Polls at once, whether or not there is anything new. */
  pollNow(options: PollOptions = {}): void {
    this.#pending = { ...this.#pending, isUrgent: true, ...options };
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#poll();
  }

  /** @param showMilliseconds how long it took to show the state. */
  onPolled({ trainingCurve, heldOutCurve, runState, elapsed }: SessionState, showMilliseconds: number): void {
    const isFull = this.#pending.isFull && !(trainingCurve.isComplete && heldOutCurve.isComplete);
    const includesRunState = this.#pending.includesRunState && runState === undefined;
    this.#pending = { isUrgent: isFull || includesRunState, isFull, includesRunState };
    this.#nextPoll = Math.max(this.#nextPoll, performance.now() + idleFactor * (elapsed + showMilliseconds));
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#pollAt(this.#nextPoll);
  }

  #pollAt(time: number): void {
    this.#timer = setTimeout(() => this.#poll(), Math.max(0, time - performance.now()));
  }

  #poll(): void {
    const now = performance.now();
    const includesSurface = this.#pending.isFull || now >= this.#nextSurface;
    const includesConfusion = this.#pending.isFull || now >= this.#nextConfusion;
    this.#nextPoll = now + this.#interval;
    if (includesSurface) this.#nextSurface = now + surfaceInterval;
    if (includesConfusion) this.#nextConfusion = now + confusionInterval;
    // If training stops before the next poll, what belongs to the last step still has to be shown.
    if (!includesSurface) this.#pollAt(this.#nextSurface);
    else if (!includesConfusion) this.#pollAt(this.#nextConfusion);
    this.#sendRequest({ ...this.#pending, includesSurface, includesConfusion });
  }
}
