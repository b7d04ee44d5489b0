/** Long work on the server's thread, in time slices between which messages are handled. */

/** In milliseconds: the time that all work together takes before it lets messages in. */
const maxTurn = 4;

/** The end of the current turn; undefined if messages were let in since the last one. */
let turnEnd: number | undefined;

/** Resolves when the last piece of work that is waiting gets its turn. */
let turns: Promise<void> = Promise.resolve();

/** A generator that is run in slices. What is finished in its first slice is there at once. */
export class SlicedWork<Result> {
  /** Resolves when the result is there, or when the work was cancelled. Rejects if the generator throws. */
  readonly finished: Promise<void>;
  readonly #work: Generator<unknown, Result>;
  #result: { readonly value: Result } | undefined;
  #isCancelled = false;

  constructor(work: Generator<unknown, Result>) {
    this.#work = work;
    this.finished = this.#run();
  }

  get isFinished(): boolean {
    return this.#result !== undefined;
  }

  /** Undefined until the work is finished. */
  get result(): Result | undefined {
    return this.#result?.value;
  }

  cancel(): void {
    this.#isCancelled = true;
  }

  async #run(): Promise<void> {
    while (!this.#runTurn()) await nextTurn();
  }

  /** Runs at least one slice; true if nothing is left to do. */
  #runTurn(): boolean {
    const end = currentTurnEnd();
    do {
      if (this.#isCancelled) return true;
      const { done, value } = this.#work.next();
      if (done) this.#result = { value };
    } while (this.#result === undefined && performance.now() < end);
    return this.#result !== undefined;
  }
}

/** Runs a generator in slices; undefined if it was cancelled. @param isCurrent called before each turn; false to give up. */
export async function runInTurns<Result>(
  work: Generator<unknown, Result>,
  isCurrent: () => boolean = () => true,
): Promise<Result | undefined> {
  const sliced = new SlicedWork(whileCurrent(work, isCurrent));
  await sliced.finished;
  return sliced.result;
}

function* whileCurrent<Result>(
  work: Generator<unknown, Result>,
  isCurrent: () => boolean,
): Generator<unknown, Result | undefined> {
  for (;;) {
    if (!isCurrent()) return undefined;
    const slice = work.next();
    if (slice.done) return slice.value;
    yield;
  }
}

function currentTurnEnd(): number {
  if (turnEnd === undefined) {
    turnEnd = performance.now() + maxTurn;
    setTimeout(() => {
      turnEnd = undefined;
    }, 0);
  }
  return turnEnd;
}

/** Waits after all other waiting work, and for pending messages. */
function nextTurn(): Promise<void> {
  turns = turns.then(
    () =>
      new Promise((resolve) => {
        setTimeout(resolve, 0);
      }),
  );
  return turns;
}
