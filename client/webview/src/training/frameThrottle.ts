/** Runs a task at most once a frame; a newer request replaces a pending one. */

export class FrameThrottle<Value> {
  readonly #callback: (value: Value) => void;
  #pending: { readonly value: Value } | undefined;
  #frameRequest = 0;

  constructor(callback: (value: Value) => void) {
    this.#callback = callback;
  }

  schedule(value: Value): void {
    const isScheduled = this.#pending !== undefined;
    this.#pending = { value };
    if (!isScheduled) this.#frameRequest = requestAnimationFrame(() => this.#run());
  }

  cancel(): void {
    cancelAnimationFrame(this.#frameRequest);
    this.#pending = undefined;
  }

  #run(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending) this.#callback(pending.value);
  }
}
