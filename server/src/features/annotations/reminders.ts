/**
 * Reminders for requests that a client gave up: VS Code gives up the request for lenses when the focus leaves the editor, for
 * example into the graph panel, and does not repeat it until the focus is back.
 */

/** In milliseconds, until the first reminder. */
const firstDelay = 1_000;

/** In milliseconds. VS Code delays its request by at most this long. */
const maxDelay = 64_000;

export class Reminders {
  readonly #remind: () => void;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** The delay of the next reminder of each file whose request is overdue. */
  readonly #delays = new Map<string, number>();

  constructor(remind: () => void) {
    this.#remind = remind;
  }

  /**
   * Reminds the client of a file unless a request comes in time. A reminder restarts the delay with which VS Code requests,
   * and that delay is long on a busy machine, so each reminder waits twice as long as the one before.
   */
  schedule(uri: string): void {
    if (this.#timers.has(uri)) return;
    const delay = this.#delays.get(uri) ?? firstDelay;
    const remind = (): void => {
      this.#timers.delete(uri);
      this.#delays.set(uri, Math.min(2 * delay, maxDelay));
      this.#remind();
    };
    this.#timers.set(uri, setTimeout(remind, delay));
  }

  /** Called when the client requests, or the file is closed. */
  cancel(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    this.#delays.delete(uri);
  }
}
