/** A queue of jobs of one kind, run one after another. A newer job of a key replaces an older one. */

import type { JobResult, RunningJob } from './workerEngine.ts';

export type QueuedJobResult = Exclude<JobResult, { kind: 'interrupted' }> | { readonly kind: 'superseded' };

interface Job {
  readonly key: string;
  readonly start: () => RunningJob;
  readonly resolve: (result: QueuedJobResult) => void;
  isDropped: boolean;
}

export class JobQueue {
  /** The newest waiting job of each key, in order of the keys' arrival. */
  readonly #waiting = new Map<string, Job>();
  #running: { readonly job: Job; readonly run: RunningJob } | undefined;

  /** Runs a job in its turn, replacing any older job of its key. */
  run(key: string, start: () => RunningJob): Promise<QueuedJobResult> {
    this.drop(key);
    return new Promise((resolve) => {
      this.#waiting.set(key, { key, start, resolve, isDropped: false });
      this.#runNext();
    });
  }

  /** Cancels the job of a key. */
  drop(key: string): void {
    this.#waiting.get(key)?.resolve({ kind: 'superseded' });
    this.#waiting.delete(key);
    if (this.#running?.job.key !== key || this.#running.job.isDropped) return;
    this.#running.job.isDropped = true;
    this.#running.run.cancel();
  }

  /** Drops all jobs at once, without waiting for the running one. */
  clear(): void {
    const jobs = [...this.#waiting.values(), ...(this.#running ? [this.#running.job] : [])];
    this.#waiting.clear();
    this.#running = undefined;
    for (const { resolve } of jobs) resolve({ kind: 'superseded' });
  }

  #runNext(): void {
    const [job] = this.#waiting.values();
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
    else if (result.kind === 'interrupted') this.#waiting.set(job.key, job);
    else job.resolve(result);
    this.#runNext();
  }
}
