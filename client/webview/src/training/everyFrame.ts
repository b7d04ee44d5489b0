/** Work that is done at most once a frame: what is asked for again before that replaces it. */

export class EveryFrame<Given> {
  readonly #act: (given: Given) => void;
  #next: { readonly given: Given } | undefined;
  #frame = 0;

  constructor(act: (given: Given) => void) {
    this.#act = act;
  }

  ask(given: Given): void {
    const isAsked = this.#next !== undefined;
    this.#next = { given };
    if (!isAsked) this.#frame = requestAnimationFrame(() => this.#run());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#next = undefined;
  }

  #run(): void {
    const next = this.#next;
    this.#next = undefined;
    if (next) this.#act(next.given);
  }
}
