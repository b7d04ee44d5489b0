/**
 * A queue of jobs of one kind, run one after another. A newer job of a key replaces an older one. The job of the key that
 * was edited last comes first, then those of the keys seen last, then the others in order of arrival.
 */

import type { JobResult, RunningJob } from './workerEngine.ts';

export type QueuedJobResult = Exclude<JobResult, { kind: 'interrupted' }> | { readonly kind: 'superseded' };

interface Job {
  readonly key: string;
  readonly start: () => RunningJob;
  readonly resolve: (result: QueuedJobResult) => void;
  isDropped: boolean;
  /** True while it is cancelled for the job of another key; it waits to be started again. */
  isPreempted: boolean;
}

/** Keys so recently seen that only an edit preempts their jobs; else files beside each other would preempt one another. */
const maxVisibleKeys = 3;

export class JobQueue {
  /** The newest waiting job of each key, in order of the keys' arrival. */
  readonly #waiting = new Map<string, Job>();
  #running: { readonly job: Job; readonly run: RunningJob } | undefined;
  /** The keys that were seen, the last one first. */
  #recentKeys: readonly string[] = [];
  #editedKey: string | undefined;

  /** Runs a job in its turn, replacing any older job of its key. */
  run(key: string, start: () => RunningJob): Promise<QueuedJobResult> {
    this.drop(key);
    return new Promise((resolve) => {
      this.#waiting.set(key, { key, start, resolve, isDropped: false, isPreempted: false });
      this.#preempt();
      this.#runNext();
    });
  }

  /** Runs a job beside the others, because it ends at once. Replaces any older job of its key. */
  async runAtOnce(key: string, start: () => RunningJob): Promise<QueuedJobResult> {
    this.drop(key);
    const result = await start().ended;
    return result.kind === 'interrupted' ? { kind: 'superseded' } : result;
  }

  /** Puts the jobs of a key first, now and later. */
  prioritize(key: string, isEdited: boolean): void {
    if (isEdited) this.#editedKey = key;
    if (this.#recentKeys[0] !== key) this.#recentKeys = [key, ...this.#recentKeys.filter((other) => other !== key)];
    this.#preempt();
  }

  /** Cancels the job of a key. */
  drop(key: string): void {
    this.#waiting.get(key)?.resolve({ kind: 'superseded' });
    this.#waiting.delete(key);
    if (this.#running?.job.key !== key || this.#running.job.isDropped) return;
    this.#running.job.isDropped = true;
    if (!this.#running.job.isPreempted) this.#running.run.cancel();
  }

  /** Cancels the job of a key and forgets its priority. */
  forget(key: string): void {
    this.drop(key);
    this.#recentKeys = this.#recentKeys.filter((other) => other !== key);
    if (this.#editedKey === key) this.#editedKey = undefined;
  }

  /** Drops all jobs at once, without waiting for the running one. */
  clear(): void {
    const jobs = [...this.#waiting.values(), ...(this.#running ? [this.#running.job] : [])];
    this.#waiting.clear();
    this.#running = undefined;
    for (const { resolve } of jobs) resolve({ kind: 'superseded' });
  }

  /** Lower ranks come first. */
  #rankOf({ key }: Job): number {
    if (key === this.#editedKey) return -1;
    const index = this.#recentKeys.indexOf(key);
    return index < 0 ? Number.POSITIVE_INFINITY : index;
  }

  get #next(): Job | undefined {
    let first: Job | undefined;
    for (const job of this.#waiting.values())
      if (first === undefined || this.#rankOf(job) < this.#rankOf(first)) first = job;
    return first;
  }

  /** Cancels the running job if a more urgent one waits; it starts again later. */
  #preempt(): void {
    const next = this.#next;
    if (!this.#running || next === undefined) return;
    const { job, run } = this.#running;
    if (job.isDropped || job.isPreempted) return;
    const rank = this.#rankOf(job);
    if (this.#rankOf(next) >= rank || (next.key !== this.#editedKey && rank < maxVisibleKeys)) return;
    job.isPreempted = true;
    run.cancel();
  }

  #runNext(): void {
    const job = this.#next;
    if (this.#running || job === undefined) return;
    this.#waiting.delete(job.key);
    const run = job.start();
    this.#running = { job, run };
    void run.ended.then((result) => this.#finish(job, result));
  }

  #finish(job: Job, result: JobResult): void {
    if (this.#running?.job !== job) return;
    this.#running = undefined;
    if (job.isDropped) job.resolve({ kind: 'superseded' });
    else if (result.kind === 'interrupted' || (job.isPreempted && isStopped(result))) this.#waitAgain(job);
    else job.resolve(result);
    this.#runNext();
  }

  /** Puts a job back to the front of those with its rank. */
  #waitAgain(job: Job): void {
    job.isPreempted = false;
    const others = [...this.#waiting];
    this.#waiting.clear();
    for (const [key, waiting] of [[job.key, job] as const, ...others]) this.#waiting.set(key, waiting);
  }
}

/** True if the job stopped because it was cancelled; a worker that does not stop in time is terminated. */
function isStopped({ kind }: JobResult): boolean {
  return kind === 'cancelled' || kind === 'exceeded';
}
