/**
 * Time from a keystroke to the numbers and lenses of the new text, in files of increasing length, typed into the built
 * server as an editor does. Run by `npm run bench:keys` after `npm run build`; line counts as arguments limit it to
 * those.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { dist } from '../../../scripts/paths.ts';
import { type Keystroke, TypingSimulator } from '../../support/editor/keystrokes.ts';
import { longModel } from '../../support/models/longModel.ts';
import { type Spread, spreadOf } from '../report/spread.ts';
import { alignedTable } from '../report/tables.ts';
import { MeasuredServer } from './measuredServer.ts';
import type { Use } from './reportUse.ts';

/** For each number of lines, the number of measured keystrokes, and of warm-up keystrokes while V8 compiles the server. */
const sizes = [
  { lines: 50, keys: 200, warmUp: 100 },
  { lines: 500, keys: 200, warmUp: 100 },
  { lines: 5_000, keys: 150, warmUp: 60 },
  { lines: 50_000, keys: 40, warmUp: 15 },
] as const;

/** Number of unmeasured keystrokes after a report, whose garbage collection also drops V8's type feedback. */
const settling = 10;

/** Milliseconds from the last answer, or from scrolling, to the next key: a little faster than anyone types. */
const pace = 60;

export interface Latency {
  readonly lines: number;
  /** Number of keystrokes of each kind. */
  readonly keys: number;
  /** From `didChange` to the result, in milliseconds, with line ends shown. */
  readonly result: Spread;
  /** From `didChange`, immediately followed by the request, to the lenses, with lenses shown. */
  readonly lenses: Spread;
  /** CPU time of a key until its result, in milliseconds. */
  readonly processor: number;
  /** Before and after all keys, in bytes. */
  readonly heap: readonly [number, number];
  readonly memory: readonly [number, number];
}

/** The actions for each key. */
interface Way {
  /** Scrolls to the line of the key first. */
  readonly scroll?: (key: Keystroke) => Promise<void>;
  readonly strike: (key: Keystroke) => Promise<unknown>;
}

export async function latencyAt({ lines, keys, warmUp }: (typeof sizes)[number]): Promise<Latency> {
  const server = await MeasuredServer.start<Use>('reportUse.ts');
  const typist = new TypingSimulator(longModel(lines));
  await server.open(typist.text);
  const keystrokes = typist.keystrokes(2 * (warmUp + keys) + settling);
  const type = async ({ scroll, strike }: Way, count: number): Promise<number[]> => {
    const times: number[] = [];
    for (let struck = 0; struck < count; struck++) {
      const key = keystrokes.next().value!;
      await scroll?.(key);
      await setTimeout(pace);
      times.push(await timeOf(() => strike(key)));
    }
    return times;
  };
  const results: Way = {
    scroll: (key) => server.scrollTo(key.range.start.line),
    strike: (key) => server.change(key),
  };
  const lenses: Way = { strike: (key) => Promise.all([server.change(key), server.lenses()]) };

  await type(results, warmUp);
  const before = await server.report();
  await type(results, settling);
  const toResults = await type(results, keys);
  const between = await server.report();
  await server.hideLines();
  await type(lenses, warmUp);
  const toLenses = await type(lenses, keys);
  const after = await server.report();
  await server.stop();
  return {
    lines,
    keys,
    result: spreadOf(toResults),
    lenses: spreadOf(toLenses),
    processor: (between.processor - before.processor) / (settling + keys),
    heap: [before.heap, after.heap],
    memory: [before.memory, after.memory],
  };
}

async function timeOf(answered: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await answered();
  return performance.now() - start;
}

export async function latencies(wanted: readonly string[] = []): Promise<readonly Latency[]> {
  const measured: Latency[] = [];
  for (const size of sizes) {
    if (wanted.length === 0 || wanted.includes(String(size.lines))) measured.push(await latencyAt(size));
  }
  return measured;
}

function tableOf(measured: readonly Latency[]): string {
  const time = (milliseconds: number): string => milliseconds.toFixed(1);
  const size = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  const spread = ({ median, p95, max }: Spread): string[] => [median, p95, max].map(time);
  const heads = ['lines', 'keys', 'result, ms', 'p95', 'max', 'lenses, ms', 'p95', 'max'];
  const uses = ['processor, ms a key', 'heap, MiB', 'then', 'memory, MiB', 'then'];
  const rows = measured.map(({ lines, keys, result, lenses, processor, heap, memory }) => [
    ...[lines.toLocaleString('en-US'), String(keys), ...spread(result), ...spread(lenses)],
    ...[time(processor), ...heap.map(size), ...memory.map(size)],
  ]);
  return alignedTable([[...heads, ...uses], ...rows]);
}

if (import.meta.main) {
  const measured = await latencies(process.argv.slice(2).map((count) => count.replaceAll(',', '')));
  console.log(tableOf(measured));
  await mkdir(join(dist, 'benchmark'), { recursive: true });
  await writeFile(join(dist, 'benchmark', 'keystrokes.json'), `${JSON.stringify(measured, undefined, 2)}\n`);
}
