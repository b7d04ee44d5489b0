/** Jobs of one kind, one after another. Of each file the newest counts: an older one is given up for it. */

import type { JobResult, RunningJob } from './workerEngine.ts';

export type QueuedJobResult = Exclude<JobResult, { kind: 'interrupted' }> | { readonly kind: 'superseded' };

interface Job {
  readonly file: string;
  readonly start: () => RunningJob;
  readonly resolve: (result: QueuedJobResult) => void;
  isDropped: boolean;
}

export class JobQueue {
  /** The newest waiting job of each file, in the order in which the files came. */
  readonly #waiting = new Map<string, Job>();
  #running: { readonly job: Job; readonly run: RunningJob } | undefined;

  /** Runs a job of a file when its turn comes, in place of any earlier one of that file. */
  run(file: string, start: () => RunningJob): Promise<QueuedJobResult> {
    this.drop(file);
    return new Promise((resolve) => {
      this.#waiting.set(file, { file, start, resolve, isDropped: false });
      this.#runNext();
    });
  }

  /** Gives up on the job of a file. */
  drop(file: string): void {
    this.#waiting.get(file)?.resolve({ kind: 'superseded' });
    this.#waiting.delete(file);
    if (this.#running?.job.file !== file || this.#running.job.isDropped) return;
    this.#running.job.isDropped = true;
    this.#running.run.cancel();
  }

  /** Gives up on everything at once, without waiting for what runs. */
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
