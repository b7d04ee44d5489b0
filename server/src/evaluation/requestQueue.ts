/**
 * A queue of requests of one kind, run one after another. A newer request of a key replaces an older one. The request of
 * the key that was edited last comes first, then those of the keys seen last, then the others in order of arrival.
 */

import type { RequestResult, RunningRequest } from './engineClient.ts';

export type QueueResult = Exclude<RequestResult, { kind: 'interrupted' }> | { readonly kind: 'superseded' };

interface QueueEntry {
  readonly key: string;
  readonly start: () => RunningRequest;
  readonly resolve: (result: QueueResult) => void;
  isCancelled: boolean;
  /** True while it is cancelled for the request of another key; it waits to be started again. */
  isPreempted: boolean;
}

/** Keys so recently seen that only an edit preempts their requests; else files beside each other would preempt one another. */
const maxVisibleKeys = 3;

export class RequestQueue {
  /** The newest waiting request of each key, in order of the keys' arrival. */
  readonly #waiting = new Map<string, QueueEntry>();
  #running: { readonly entry: QueueEntry; readonly run: RunningRequest } | undefined;
  /** The keys that were seen, the last one first. */
  #recentKeys: readonly string[] = [];
  #editedKey: string | undefined;

  /** Runs a request in its turn, replacing any older request of its key. */
  run(key: string, start: () => RunningRequest): Promise<QueueResult> {
    this.cancel(key);
    return new Promise((resolve) => {
      this.#waiting.set(key, { key, start, resolve, isCancelled: false, isPreempted: false });
      this.#preempt();
      this.#runNext();
    });
  }

  /** Runs a request beside the others, because it ends at once. Replaces any older request of its key. */
  async runAtOnce(key: string, start: () => RunningRequest): Promise<QueueResult> {
    this.cancel(key);
    const result = await start().ended;
    return result.kind === 'interrupted' ? { kind: 'superseded' } : result;
  }

  /** Marks the key whose file is being edited. */
  markEdited(key: string): void {
    this.#editedKey = key;
  }

  /** Puts the requests of a key first, now and later. */
  prioritize(key: string): void {
    if (this.#recentKeys[0] !== key) this.#recentKeys = [key, ...this.#recentKeys.filter((other) => other !== key)];
    this.#preempt();
  }

  /** Cancels the request of a key. */
  cancel(key: string): void {
    this.#waiting.get(key)?.resolve({ kind: 'superseded' });
    this.#waiting.delete(key);
    if (this.#running?.entry.key !== key || this.#running.entry.isCancelled) return;
    this.#running.entry.isCancelled = true;
    if (!this.#running.entry.isPreempted) this.#running.run.cancel();
  }

  /** Cancels the request of a key and forgets its priority. */
  forget(key: string): void {
    this.cancel(key);
    this.#recentKeys = this.#recentKeys.filter((other) => other !== key);
    if (this.#editedKey === key) this.#editedKey = undefined;
  }

  /** Cancels all requests at once, without waiting for the running one. */
  clear(): void {
    const entries = [...this.#waiting.values(), ...(this.#running ? [this.#running.entry] : [])];
    this.#waiting.clear();
    this.#running = undefined;
    for (const { resolve } of entries) resolve({ kind: 'superseded' });
  }

  /** Lower ranks come first. */
  #rankOf({ key }: QueueEntry): number {
    if (key === this.#editedKey) return -1;
    const index = this.#recentKeys.indexOf(key);
    return index < 0 ? Number.POSITIVE_INFINITY : index;
  }

  get #next(): QueueEntry | undefined {
    let first: QueueEntry | undefined;
    for (const entry of this.#waiting.values())
      if (first === undefined || this.#rankOf(entry) < this.#rankOf(first)) first = entry;
    return first;
  }

  /** Cancels the running request if a more urgent one waits; it starts again later. */
  #preempt(): void {
    const next = this.#next;
    if (!this.#running || next === undefined) return;
    const { entry, run } = this.#running;
    if (entry.isCancelled || entry.isPreempted) return;
    const rank = this.#rankOf(entry);
    if (this.#rankOf(next) >= rank || (next.key !== this.#editedKey && rank < maxVisibleKeys)) return;
    entry.isPreempted = true;
    run.cancel();
  }

  #runNext(): void {
    const entry = this.#next;
    if (this.#running || entry === undefined) return;
    this.#waiting.delete(entry.key);
    const run = entry.start();
    this.#running = { entry, run };
    void run.ended.then((result) => this.#finish(entry, result));
  }

  #finish(entry: QueueEntry, result: RequestResult): void {
    if (this.#running?.entry !== entry) return;
    this.#running = undefined;
    if (entry.isCancelled) entry.resolve({ kind: 'superseded' });
    else if (result.kind === 'interrupted' || (entry.isPreempted && isStopped(result))) this.#waitAgain(entry);
    else entry.resolve(result);
    this.#runNext();
  }

  /** Puts a request back to the front of those with its rank. */
  #waitAgain(entry: QueueEntry): void {
    entry.isPreempted = false;
    const others = [...this.#waiting];
    this.#waiting.clear();
    for (const [key, waiting] of [[entry.key, entry] as const, ...others]) this.#waiting.set(key, waiting);
  }
}

/** True if the request stopped because it was cancelled; a worker that does not stop in time is terminated. */
function isStopped({ kind }: RequestResult): boolean {
  return kind === 'cancelled' || kind === 'exceeded';
}
