/** Asks about what changes faster than it is answered: one question at a time, and of all that comes meanwhile the last one counts. */

export class Latest<About extends object, Answer> {
  readonly #ask: (about: About) => Promise<Answer>;
  readonly #take: (answer: Answer, asked: About, newest: About) => void;
  /** Undefined while no answer is wanted. */
  #newest: About | undefined;
  #isAsking = false;

  /**
   * @param ask never rejects.
   * @param take an answer about what was asked, which may not be the newest any more: that is asked about next.
   */
  constructor(ask: (about: About) => Promise<Answer>, take: (answer: Answer, asked: About, newest: About) => void) {
    this.#ask = ask;
    this.#take = take;
  }

  follow(about: About): void {
    this.#newest = about;
    if (!this.#isAsking) this.#askOn();
  }

  stop(): void {
    this.#newest = undefined;
  }

  async #askOn(): Promise<void> {
    this.#isAsking = true;
    for (let asked: About | undefined; this.#newest !== undefined && this.#newest !== asked; ) {
      asked = this.#newest;
      const answer = await this.#ask(asked);
      if (this.#newest !== undefined) this.#take(answer, asked, this.#newest);
    }
    this.#isAsking = false;
  }
}
