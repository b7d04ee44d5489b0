/** A queue of jobs of one kind, run one after another. A newer job of a file replaces an older one. */

import type { JobResult, RunningJob } from './workerEngine.ts';

export type QueuedJobResult = Exclude<JobResult, { kind: 'interrupted' }> | { readonly kind: 'superseded' };

interface Job {
  readonly file: string;
  readonly start: () => RunningJob;
  readonly resolve: (result: QueuedJobResult) => void;
  isDropped: boolean;
}

export class JobQueue {
  /** The newest waiting job of each file, in order of the files' arrival. */
  readonly #waiting = new Map<string, Job>();
  #running: { readonly job: Job; readonly run: RunningJob } | undefined;

  /** Runs a job of a file in its turn, replacing any older job of that file. */
  run(file: string, start: () => RunningJob): Promise<QueuedJobResult> {
    this.drop(file);
    return new Promise((resolve) => {
      this.#waiting.set(file, { file, start, resolve, isDropped: false });
      this.#runNext();
    });
  }

  /** Cancels the job of a file. */
  drop(file: string): void {
    this.#waiting.get(file)?.resolve({ kind: 'superseded' });
    this.#waiting.delete(file);
    if (this.#running?.job.file !== file || this.#running.job.isDropped) return;
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
    this.#waiting.delete(job.file);
    const run = job.start();
    this.#running = { job, run };
    void run.ended.then((result) => this.#finish(job, result));
  }

  #finish(job: Job, result: JobResult): void {
    if (this.#running?.job !== job) return;
    this.#running = undefined;
    if (job.isDropped) job.resolve({ kind: 'superseded' });
    else if (result.kind === 'interrupted') this.#waiting.set(job.file, job);
    else job.resolve(result);
    this.#runNext();
  }
}
