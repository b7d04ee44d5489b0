/**
 * Runs all benchmarks and writes BENCHMARKS.md: gradients compared with other libraries, the language server, the
 * first lens, and the footprint. Run by `npm run bench`; a number after `--` sets the rounds per library.
 */

import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { ensureChromium, ensurePyTorch } from '../../../scripts/debian.ts';
import { dist, root } from '../../../scripts/paths.ts';
import { run } from '../../../scripts/run.ts';
import { firstLens } from '../editor/firstLens.ts';
import { latencies } from '../editor/keystrokes.ts';
import { lensAnswers } from '../editor/lensAnswer.ts';
import { compare } from '../engine/compare.ts';
import { footprint } from './footprint.ts';
import { type Figures, pageOf } from './report.ts';

const rounds = Number(process.argv[2] ?? 7);

await ensureChromium();
await ensurePyTorch();
await run('npm', ['run', '--silent', 'package']);

const load = [loadNow()];
const { compared, versions } = await compare(rounds, console.log);
load.push(loadNow());
console.log('keys in files of more and more lines');
const measured = { latencies: await latencies(), lensAnswers: await lensAnswers() };
console.log('the first lens, and what it all weighs');
const rest = { firstLens: await firstLens(), footprint: await footprint() };
load.push(loadNow());

const [{ model }] = cpus();
const figures: Figures = {
  environment: {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores of ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}`,
    'load at the start, before the keystrokes, at the end': load.join(', '),
    'Backprop Lens': execFileSync(process.execPath, [join(dist, 'bp.js'), '--version'], { encoding: 'utf8' })
      .trim()
      .replaceAll('\n', ', '),
    V8: process.versions.v8,
    ...versions,
  },
  rounds,
  compared,
  ...measured,
  ...rest,
};
await writeFile(join(root, 'BENCHMARKS.md'), pageOf(figures));
console.log('written: BENCHMARKS.md');

function loadNow(): string {
  return loadavg()[0].toFixed(1);
}
