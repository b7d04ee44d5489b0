/** The queue of reads: few at a time, a deadline for each, and no waiting for reads that never end. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DeadlineError, ReadQueue } from '../../../server/src/node/files/readQueue.ts';

const deadline = 1_000;

/** A read that ends when it is told to. */
class Gate {
  started = false;
  signal: AbortSignal | undefined;
  #resolve: (content: string) => void = () => undefined;

  readonly read = (signal: AbortSignal): Promise<string> => {
    this.started = true;
    this.signal = signal;
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  };

  open(): void {
    this.#resolve('content');
  }
}

describe('a queue of two reads', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function start(queue: ReadQueue, count: number) {
    const gates = Array.from({ length: count }, () => new Gate());
    const results = gates.map(({ read }) => queue.run(read).catch((error: unknown) => error));
    return { gates, results, started: () => gates.map((gate) => gate.started) };
  }

  test('starts the next one when one ends, in order', async () => {
    const { gates, results, started } = start(new ReadQueue(2, deadline), 4);
    await vi.advanceTimersByTimeAsync(0);
    expect(started()).toEqual([true, true, false, false]);
    gates[1]!.open();
    expect(await results[1]).toBe('content');
    await vi.advanceTimersByTimeAsync(0);
    expect(started()).toEqual([true, true, true, false]);
    gates[0]!.open();
    gates[2]!.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(started()).toEqual([true, true, true, true]);
    gates[3]!.open();
    expect(await Promise.all(results)).toEqual(['content', 'content', 'content', 'content']);
  });

  test('goes on with one slot while one read does not end', async () => {
    const { gates, results } = start(new ReadQueue(2, deadline), 3);
    await vi.advanceTimersByTimeAsync(0);
    gates[1]!.open();
    await vi.advanceTimersByTimeAsync(0);
    gates[2]!.open();
    expect(await Promise.all(results.slice(1))).toEqual(['content', 'content']);
    await vi.advanceTimersByTimeAsync(deadline);
    expect(await results[0]).toBeInstanceOf(DeadlineError);
    expect(gates[0]!.signal!.aborted).toBe(true);
  });

  test('refuses all reads while none ends, and recovers', async () => {
    const queue = new ReadQueue(2, deadline);
    const { gates, results, started } = start(queue, 3);
    await vi.advanceTimersByTimeAsync(deadline);
    for (const result of await Promise.all(results)) expect(result).toBeInstanceOf(DeadlineError);
    expect(started()).toEqual([true, true, false]);
    await expect(queue.run(async () => 'never')).rejects.toBeInstanceOf(DeadlineError);
    gates[0]!.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(await queue.run(async () => 'again')).toBe('again');
  });

  test('passes errors on and frees the slot', async () => {
    const queue = new ReadQueue(1, deadline);
    await expect(queue.run(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await queue.run(async () => 'next')).toBe('next');
  });
});
