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
  /** Size of the .vsix, in bytes. */
  readonly size: number;
  /** Memory of the language server with the lesson open, including all threads, in bytes. */
  readonly atRest: number;
  /** Run times of processes in milliseconds: an empty Node program, and `bp` with the lesson. */
  readonly node: number;
  readonly bp: number;
}

/** Idle time before the memory is measured, in milliseconds. */
const rest = 5_000;
const starts = 15;

export async function footprint(): Promise<Footprint> {
  const lesson = join(examples, 'lesson.bp');
  // The first run after an installation fills the compile cache.
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
