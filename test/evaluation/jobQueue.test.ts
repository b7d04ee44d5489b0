/** The job queue: the order in which jobs run, and which of them others preempt. */

import { describe, expect, test } from 'vitest';
import { JobQueue } from '../../server/src/evaluation/jobQueue.ts';
import type { JobResult } from '../../server/src/evaluation/workerEngine.ts';

/** A queue whose jobs end when the test says so, or when they are cancelled. */
class ObservedQueue {
  readonly queue = new JobQueue();
  /** The keys of the jobs in the order of their starts. */
  readonly started: string[] = [];
  readonly results: string[] = [];
  #finish: (result: JobResult) => void = () => undefined;

  add(key: string): void {
    const result = this.queue.run(key, () => {
      this.started.push(key);
      let finish: (result: JobResult) => void = () => undefined;
      const ended = new Promise<JobResult>((resolve) => {
        finish = resolve;
      });
      this.#finish = finish;
      return { ended, send: () => undefined, cancel: () => finish({ kind: 'cancelled', job: 0 }) };
    });
    void result.then(({ kind }) => this.results.push(`${key} ${kind}`));
  }

  /** Ends the running job, and lets the next one start. */
  async finish(): Promise<void> {
    this.#finish({ kind: 'failed', job: 0, message: '' });
    await settled();
  }

  async finishAll(): Promise<readonly string[]> {
    while (this.results.length < new Set(this.started).size || this.started.length === 0) await this.finish();
    return this.started;
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

describe('waiting jobs', () => {
  test('run in order of arrival', async () => {
    const jobs = new ObservedQueue();
    for (const key of ['a', 'b', 'c']) jobs.add(key);
    expect(await jobs.finishAll()).toEqual(['a', 'b', 'c']);
  });

  test('of the keys seen last run first', async () => {
    const jobs = new ObservedQueue();
    jobs.queue.prioritize('a', false);
    for (const key of ['a', 'b', 'c', 'd', 'e']) jobs.add(key);
    for (const key of ['d', 'c']) jobs.queue.prioritize(key, false);
    expect(await jobs.finishAll()).toEqual(['a', 'c', 'd', 'b', 'e']);
  });

  test('of the key edited last run before those seen since', async () => {
    const jobs = new ObservedQueue();
    jobs.queue.prioritize('a', false);
    jobs.queue.prioritize('b', true);
    jobs.queue.prioritize('c', false);
    jobs.add('a');
    for (const key of ['c', 'd', 'b']) jobs.add(key);
    await settled();
    expect(await jobs.finishAll()).toEqual(['a', 'b', 'c', 'a', 'd']);
  });
});

describe('a running job', () => {
  test('of an unseen key is preempted by one that is seen, and runs again before the others', async () => {
    const jobs = new ObservedQueue();
    for (const key of ['a', 'b', 'c']) jobs.add(key);
    jobs.queue.prioritize('c', false);
    await settled();
    expect(jobs.started).toEqual(['a', 'c']);
    expect(await jobs.finishAll()).toEqual(['a', 'c', 'a', 'b']);
    expect(jobs.results).toEqual(['c failed', 'a failed', 'b failed']);
  });

  test('is preempted by a new job of the edited key', async () => {
    const jobs = new ObservedQueue();
    jobs.queue.prioritize('a', false);
    jobs.add('a');
    jobs.queue.prioritize('b', true);
    jobs.add('b');
    await settled();
    expect(jobs.started).toEqual(['a', 'b']);
  });

  test('of a key seen lately is not preempted by another one that is seen', async () => {
    const jobs = new ObservedQueue();
    for (const key of ['a', 'b']) jobs.queue.prioritize(key, false);
    jobs.add('a');
    jobs.add('b');
    for (const key of ['a', 'b', 'a', 'b']) jobs.queue.prioritize(key, false);
    await settled();
    expect(jobs.started).toEqual(['a']);
    expect(await jobs.finishAll()).toEqual(['a', 'b']);
  });

  test('that is dropped while it is preempted does not run again', async () => {
    const jobs = new ObservedQueue();
    for (const key of ['a', 'b']) jobs.add(key);
    jobs.queue.prioritize('b', true);
    jobs.queue.drop('a');
    await settled();
    await jobs.finish();
    expect(jobs.started).toEqual(['a', 'b']);
    expect(jobs.results).toEqual(['a superseded', 'b failed']);
  });

  test('of a forgotten key is cancelled, and its next job waits its turn', async () => {
    const jobs = new ObservedQueue();
    jobs.queue.prioritize('b', true);
    jobs.queue.forget('b');
    for (const key of ['a', 'b']) jobs.add(key);
    await settled();
    expect(jobs.started).toEqual(['a']);
  });
});
