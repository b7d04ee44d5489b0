/**
 * A queue of reads with a deadline. A read that never returns keeps a thread of Node's pool, so only a few run at a
 * time, and none waits for a slot while all of those are past their deadline.
 */

/** A read did not end in time, or could not start because others have not. */
export class DeadlineError extends Error {}

interface WaitingRead {
  readonly start: () => void;
  readonly reject: (error: DeadlineError) => void;
}

export class ReadQueue {
  readonly #slots: number;
  readonly #deadline: number;
  #running = 0;
  #overdue = 0;
  #waiting: WaitingRead[] = [];

  /** @param deadline the time for each read, in milliseconds. */
  constructor(slots: number, deadline: number) {
    this.#slots = slots;
    this.#deadline = deadline;
  }

  /** @param read stops at the signal if it can. @throws DeadlineError */
  async run<Result>(read: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    await this.#acquireSlot();
    const controller = new AbortController();
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        controller.abort();
        this.#overdue++;
        reject(new DeadlineError());
        this.#rejectIfStuck();
      }, this.#deadline);
      const end = (): void => {
        clearTimeout(timer);
        if (controller.signal.aborted) this.#overdue--;
        this.#releaseSlot();
      };
      read(controller.signal).finally(end).then(resolve, reject);
    });
  }

  async #acquireSlot(): Promise<void> {
    if (this.#running < this.#slots) {
      this.#running++;
      return;
    }
    await new Promise<void>((start, reject) => {
      this.#waiting.push({ start, reject });
      this.#rejectIfStuck();
    });
  }

  /** Hands the slot to the read that has waited longest. */
  #releaseSlot(): void {
    const next = this.#waiting.shift();
    if (next) next.start();
    else this.#running--;
  }

  #rejectIfStuck(): void {
    if (this.#overdue < this.#slots) return;
    for (const { reject } of this.#waiting) reject(new DeadlineError());
    this.#waiting = [];
  }
}
