/** The newest graph is laid out first: an older one is given up for it, and the worker that is busy with it replaced. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Layouts } from '../../client/webview/src/layout/layouts.ts';
import { structureOf } from './graphs.ts';

/** A worker that answers when it is told to. */
class ScriptedWorker implements Partial<Worker> {
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  readonly layouts: { readonly id: number; readonly graph: { readonly children: readonly unknown[] } }[] = [];
  isTerminated = false;

  postMessage(message: {
    readonly id: number;
    readonly cmd: string;
    readonly graph: { readonly children: readonly unknown[] };
  }) {
    if (message.cmd === 'layout') this.layouts.push(message);
    else this.#answer({ id: message.id });
  }

  terminate() {
    this.isTerminated = true;
  }

  finish(place: number, width: number): void {
    const { id, graph } = this.layouts[place]!;
    this.#answer({ id, data: { ...graph, width, height: 1 } });
  }

  fail(place: number): void {
    this.#answer({ id: this.layouts[place]!.id, error: new Error('no such option') });
  }

  #answer(data: unknown): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
}

const workers: ScriptedWorker[] = [];
const layouts = () =>
  new Layouts(() => {
    const worker = new ScriptedWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
const graph = (count: number) =>
  structureOf(
    Array.from({ length: count }, (_, place) => `n${place}`),
    [],
  );

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  workers.length = 0;
});

test('a graph is laid out', async () => {
  const placement = layouts().place(graph(2));
  workers[0]!.finish(0, 300);
  await vi.runAllTimersAsync();
  expect((await placement)?.width).toBe(300);
});

test('of those that wait only the newest is laid out, and what was under way is not shown any more', async () => {
  const all = layouts();
  const [first, second, third] = [all.place(graph(1)), all.place(graph(2)), all.place(graph(3))];
  workers[0]!.finish(0, 100);
  await vi.advanceTimersByTimeAsync(1);
  workers[0]!.finish(1, 300);
  await vi.advanceTimersByTimeAsync(1);
  expect(await Promise.all([first, second])).toEqual([undefined, undefined]);
  expect((await third)?.width).toBe(300);
  expect(workers).toHaveLength(1);
});

test('a worker that stays busy with an older graph is replaced', async () => {
  const all = layouts();
  const [first, second] = [all.place(graph(1)), all.place(graph(2))];
  await vi.advanceTimersByTimeAsync(1000);
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  workers[1]!.finish(0, 200);
  await vi.advanceTimersByTimeAsync(1);
  expect(await first).toBe(undefined);
  expect((await second)?.width).toBe(200);
});

test('a worker that is busy is left alone as long as nothing newer waits', async () => {
  const placement = layouts().place(graph(1));
  await vi.advanceTimersByTimeAsync(60_000);
  workers[0]!.finish(0, 100);
  await vi.advanceTimersByTimeAsync(1);
  expect((await placement)?.width).toBe(100);
  expect(workers).toHaveLength(1);
});

test('a layout that fails says why, and the next one is made', async () => {
  const all = layouts();
  const failing = all.place(graph(1));
  const told = expect(failing).rejects.toThrow('no such option');
  workers[0]!.fail(0);
  await vi.advanceTimersByTimeAsync(1);
  await told;
  const placement = all.place(graph(2));
  workers[0]!.finish(1, 200);
  await vi.advanceTimersByTimeAsync(1);
  expect((await placement)?.width).toBe(200);
});

test('nothing is waited for once they are closed', async () => {
  const all = layouts();
  const both = [all.place(graph(1)), all.place(graph(2))];
  all.close();
  expect(await Promise.all(both)).toEqual([undefined, undefined]);
  expect(workers[0]!.isTerminated).toBe(true);
});
