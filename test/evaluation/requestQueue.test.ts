/** The request queue: the order in which requests run, and which of them others preempt. */

import { describe, expect, test } from 'vitest';
import type { RequestResult } from '../../server/src/evaluation/engineClient.ts';
import { RequestQueue } from '../../server/src/evaluation/requestQueue.ts';

/** A queue whose requests end when the test says so, or when they are cancelled. */
class ObservedQueue {
  readonly queue = new RequestQueue();
  /** The keys of the requests in the order of their starts. */
  readonly started: string[] = [];
  readonly results: string[] = [];
  #finish: (result: RequestResult) => void = () => undefined;

  add(key: string): void {
    const result = this.queue.run(key, () => {
      this.started.push(key);
      let finish: (result: RequestResult) => void = () => undefined;
      const ended = new Promise<RequestResult>((resolve) => {
        finish = resolve;
      });
      this.#finish = finish;
      return { ended, send: () => undefined, cancel: () => finish({ kind: 'cancelled', requestId: 0 }) };
    });
    void result.then(({ kind }) => this.results.push(`${key} ${kind}`));
  }

  /** Ends the running request, and lets the next one start. */
  async finish(): Promise<void> {
    this.#finish({ kind: 'failed', requestId: 0, message: '' });
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

describe('waiting requests', () => {
  test('run in order of arrival', async () => {
    const observed = new ObservedQueue();
    for (const key of ['a', 'b', 'c']) observed.add(key);
    expect(await observed.finishAll()).toEqual(['a', 'b', 'c']);
  });

  test('of the keys seen last run first', async () => {
    const observed = new ObservedQueue();
    observed.queue.prioritize('a');
    for (const key of ['a', 'b', 'c', 'd', 'e']) observed.add(key);
    for (const key of ['d', 'c']) observed.queue.prioritize(key);
    expect(await observed.finishAll()).toEqual(['a', 'c', 'd', 'b', 'e']);
  });

  test('of the key edited last run before those seen since', async () => {
    const observed = new ObservedQueue();
    observed.queue.prioritize('a');
    observed.queue.markEdited('b');
    observed.queue.prioritize('b');
    observed.queue.prioritize('c');
    observed.add('a');
    for (const key of ['c', 'd', 'b']) observed.add(key);
    await settled();
    expect(await observed.finishAll()).toEqual(['a', 'b', 'c', 'a', 'd']);
  });
});

describe('a running request', () => {
  test('of an unseen key is preempted by one that is seen, and runs again before the others', async () => {
    const observed = new ObservedQueue();
    for (const key of ['a', 'b', 'c']) observed.add(key);
    observed.queue.prioritize('c');
    await settled();
    expect(observed.started).toEqual(['a', 'c']);
    expect(await observed.finishAll()).toEqual(['a', 'c', 'a', 'b']);
    expect(observed.results).toEqual(['c failed', 'a failed', 'b failed']);
  });

  test('is preempted by a new request of the edited key', async () => {
    const observed = new ObservedQueue();
    observed.queue.prioritize('a');
    observed.add('a');
    observed.queue.markEdited('b');
    observed.queue.prioritize('b');
    observed.add('b');
    await settled();
    expect(observed.started).toEqual(['a', 'b']);
  });

  test('of a key seen lately is not preempted by another one that is seen', async () => {
    const observed = new ObservedQueue();
    for (const key of ['a', 'b']) observed.queue.prioritize(key);
    observed.add('a');
    observed.add('b');
    for (const key of ['a', 'b', 'a', 'b']) observed.queue.prioritize(key);
    await settled();
    expect(observed.started).toEqual(['a']);
    expect(await observed.finishAll()).toEqual(['a', 'b']);
  });

  test('that is dropped while it is preempted does not run again', async () => {
    const observed = new ObservedQueue();
    for (const key of ['a', 'b']) observed.add(key);
    observed.queue.markEdited('b');
    observed.queue.prioritize('b');
    observed.queue.cancel('a');
    await settled();
    await observed.finish();
    expect(observed.started).toEqual(['a', 'b']);
    expect(observed.results).toEqual(['a superseded', 'b failed']);
  });

  test('of a forgotten key is cancelled, and its next request waits its turn', async () => {
    const observed = new ObservedQueue();
    observed.queue.markEdited('b');
    observed.queue.prioritize('b');
    observed.queue.forget('b');
    for (const key of ['a', 'b']) observed.add(key);
    await settled();
    expect(observed.started).toEqual(['a']);
  });
});
