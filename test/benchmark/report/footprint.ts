/** Size of the package, memory of the idle language server, and start-up time of `bp`. */

import { execFile, execFileSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { dist, examples, vsix } from '../../../scripts/paths.ts';
import { MeasuredServer } from '../editor/measuredServer.ts';
import { medianOf } from './spread.ts';

export interface Footprint {
  /** Of the .vsix, in bytes. */
  readonly size: number;
  /** Of the language server with the lesson open, all of its threads included, in bytes. */
  readonly atRest: number;
  /** Until a process has ended, in milliseconds: Node with nothing to do, and `bp` with the lesson. */
  readonly node: number;
  readonly bp: number;
}

/** In milliseconds. */
const rest = 5_000;
const starts = 15;

export async function footprint(): Promise<Footprint> {
  const lesson = join(examples, 'lesson.bp');
  // The first one after an installation is compiled, the next ones find that done.
  await (await withOpen(lesson)).stop();
  const server = await withOpen(lesson);
  await setTimeout(rest);
  const atRest = 1024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)], { encoding: 'utf8' }));
  await server.stop();
  const node: number[] = [];
  const bp: number[] = [];
  for (let i = 0; i < starts; i++) {
    node.push(await timeOf('--eval', '0'));
    bp.push(await timeOf(join(dist, 'bp.js'), 'eval', lesson));
  }
  return { size: (await stat(vsix)).size, atRest, node: medianOf(node), bp: medianOf(bp) };
}

async function withOpen(model: string): Promise<MeasuredServer<never>> {
  const server = await MeasuredServer.startAsInstalled();
  await server.open(await readFile(model, 'utf8'));
  await server.lenses();
  return server;
}

async function timeOf(...given: readonly string[]): Promise<number> {
  const start = performance.now();
  await promisify(execFile)(process.execPath, given);
  return performance.now() - start;
}

if (import.meta.main) console.log(await footprint());
