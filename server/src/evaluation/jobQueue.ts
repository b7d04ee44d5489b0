/** Jobs of one kind, one after another. Of each file the newest counts: an older one is given up for it. */

import type { Ending, Run } from './workerEngine.ts';

export type LaneEnding = Exclude<Ending, { kind: 'interrupted' }> | { readonly kind: 'superseded' };

interface Job {
  readonly file: string;
  readonly start: () => Run;
  readonly end: (ending: LaneEnding) => void;
  isDropped: boolean;
}

export class Lane {
  /** The newest waiting job of each file, in the order in which the files came. */
  readonly #waiting = new Map<string, Job>();
  #running: { readonly job: Job; readonly run: Run } | undefined;

  /** Runs a job of a file when its turn comes, in place of any earlier one of that file. */
  run(file: string, start: () => Run): Promise<LaneEnding> {
    this.drop(file);
    return new Promise((end) => {
      this.#waiting.set(file, { file, start, end, isDropped: false });
      this.#runNext();
    });
  }

  /** Gives up on the job of a file. */
  drop(file: string): void {
    this.#waiting.get(file)?.end({ kind: 'superseded' });
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
    for (const { end } of jobs) end({ kind: 'superseded' });
  }

  #runNext(): void {
    const [job] = this.#waiting.values();
    if (this.#running || job === undefined) return;
    this.#waiting.delete(job.file);
    const run = job.start();
    this.#running = { job, run };
    void run.ended.then((ending) => this.#finish(job, ending));
  }

  #finish(job: Job, ending: Ending): void {
    if (this.#running?.job !== job) return;
    this.#running = undefined;
    if (job.isDropped) job.end({ kind: 'superseded' });
    else if (ending.kind === 'interrupted') this.#waiting.set(job.file, job);
    else job.end(ending);
    this.#runNext();
  }
}
