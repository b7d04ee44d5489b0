/** A training step allocates nothing on the heap. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../support/training/measureAllocation.ts', import.meta.url));
/** V8 chooses what to inline by the timing of its compiler, so the test must pass without inlining. */
const withoutInlining = ['--max-inlined-bytecode-size=0', '--max-inlined-bytecode-size-small=0'];
/** Bytes per step: less than any object takes. */
const nothing = 4;

test('a step of every optimizer allocates nothing', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', ...withoutInlining, script]);
  const allocations = JSON.parse(stdout) as [optimizer: string, precision: string, bytes: number][];
  expect(allocations).toHaveLength(8);
  expect(allocations.filter(([, , bytes]) => bytes >= nothing)).toEqual([]);
});
