/**
 * Runs the fuzz of edits on the built server and prints what it found: `node scripts/setup.mjs node
 * test/fuzz/million.ts [edits] [seed]`.
 */

import { join } from 'node:path';
import { dist } from '../../scripts/paths.ts';
import '../support/setup/registeredOperators.ts';
import { type FuzzReport, fuzzEdits } from './fuzzEdits.ts';

const [editCount = 1_000_000, seed = 1986] = process.argv.slice(2).map(Number);
const start = performance.now();
const report = await fuzzEdits(editCount, seed, [process.execPath, join(dist, 'bp.js'), 'lsp'], print);
print(report);
for (const line of [...report.errors, ...report.differences, report.log].slice(0, 10))
  console.log(line.slice(0, 2_000));
if (report.errors.length + report.differences.length + report.log.length > 0) process.exitCode = 1;

function print({ edits, requests, comparisons, sound, errors, differences, log }: FuzzReport): void {
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(
    `${edits} edits, ${requests} requests, ${comparisons} comparisons (${sound} without errors) in ${seconds} s: ` +
      `${errors.length} internal errors, ${differences.length} differences, ${log.split('\n').length - 1} lines on standard error`,
  );
}
