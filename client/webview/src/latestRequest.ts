/** Asks about what changes faster than it is answered: one question at a time, and of all that comes meanwhile the last one counts. */

export class LatestRequest<Query extends object, Answer> {
  readonly #send: (query: Query) => Promise<Answer>;
  readonly #onAnswer: (answer: Answer, sent: Query, latest: Query) => void;
  /** Undefined while no answer is wanted. */
  #pending: Query | undefined;
  #isRunning = false;

  /**
   * @param send never rejects.
   * @param onAnswer an answer about what was asked, which may not be the newest any more: that is asked about next.
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
