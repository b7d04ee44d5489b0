/** Response time for a thousand changed lenses, compared with a server that only returns prepared lenses. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { dist } from '../../../scripts/paths.ts';
import { TypingSimulator } from '../../support/editor/keystrokes.ts';
import { longModel } from '../../support/models/longModel.ts';
import { type Spread, spreadOf } from '../report/spread.ts';
import { MeasuredServer } from './measuredServer.ts';

/** Number of lines with about a thousand lenses. */
const lines = 1_000;
const warmUp = 60;
const rounds = 100;
/** Milliseconds before each key, so that both servers are idle. */
const pause = 60;

export interface LensAnswers {
  readonly lenses: number;
  /** Times in milliseconds. */
  readonly ours: Spread;
  readonly trivial: Spread;
}

export async function lensAnswers(): Promise<LensAnswers> {
  const typist = new TypingSimulator(longModel(lines));
  const server = await MeasuredServer.start('reportUse.ts');
  await server.open(typist.text);
  const lenses = await server.lenses();
  const prepared = join(dist, 'benchmark', 'lenses.json');
  await mkdir(join(dist, 'benchmark'), { recursive: true });
  await writeFile(prepared, JSON.stringify(lenses));
  const trivial = await MeasuredServer.start('reportUse.ts', [join(import.meta.dirname, 'trivialServer.ts'), prepared]);

  const times: Record<'ours' | 'trivial', number[]> = { ours: [], trivial: [] };
  for (const key of typist.keystrokes(warmUp + rounds)) {
    await setTimeout(pause);
    await server.change(key);
    times.ours.push(await timeOf(server));
    times.trivial.push(await timeOf(trivial));
  }
  await server.stop();
  await trivial.stop();
  const counted = (all: readonly number[]): Spread => spreadOf(all.slice(warmUp));
  return { lenses: lenses.length, ours: counted(times.ours), trivial: counted(times.trivial) };
}

async function timeOf(server: MeasuredServer<unknown>): Promise<number> {
  const start = performance.now();
  await server.lenses();
  return performance.now() - start;
}

if (import.meta.main) console.log(await lensAnswers());
