/**
 * Requests for a value that changes faster than it is answered: one at a time, and only the latest pending one is
 * sent.
 */

export class LatestRequest<Query extends object, Answer> {
  readonly #send: (query: Query) => Promise<Answer>;
  readonly #onAnswer: (answer: Answer, sent: Query, latest: Query) => void;
  /** Undefined after a cancellation. */
  #pending: Query | undefined;
  #isRunning = false;

  /**
   * @param send never rejects.
   * @param onAnswer receives a response, possibly outdated; the newer request is sent next.
   */
  constructor(send: (query: Query) => Promise<Answer>, onAnswer: (answer: Answer, sent: Query, latest: Query) => void) {
    this.#send = send;
    this.#onAnswer = onAnswer;
  }

  request(query: Query): void {
    this.#pending = query;
    if (!this.#isRunning) this.#run();
  }

  cancel(): void {
    this.#pending = undefined;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let sent: Query | undefined; this.#pending !== undefined && this.#pending !== sent; ) {
      sent = this.#pending;
      const answer = await this.#send(sent);
      if (this.#pending !== undefined) this.#onAnswer(answer, sent, this.#pending);
    }
    this.#isRunning = false;
  }
}
