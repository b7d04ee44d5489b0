/** The performance guard: its tolerance and its recorded ratios. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guardedWorkloads } from './benchmark/guard/guarded.ts';
import { allowance, type Ratios, verdictsOf } from './benchmark/guard/ratios.ts';

const recorded: Readonly<Record<string, Ratios>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'benchmark', 'guard', 'ratios.json'), 'utf8'),
);

const before: Ratios = { quick: 0.02, slow: 90 };

function kept(measured: Ratios): string[] {
  return verdictsOf(measured, before).flatMap(({ name, isKept }) => (isKept ? [name] : []));
}

test('a workload as fast as recorded, or faster, passes', () => {
  expect(kept(before)).toEqual(['quick', 'slow']);
  expect(kept({ quick: 0.001, slow: 89 })).toEqual(['quick', 'slow']);
});

test('a workload more than 1.5 times as slow as recorded fails', () => {
  expect(allowance).toBe(1.5);
  expect(kept({ quick: 0.02 * 1.49, slow: 90 * 1.51 })).toEqual(['quick']);
  expect(kept({ quick: 0.02 * 1.51, slow: 90 * 1.49 })).toEqual(['slow']);
});

test('a workload without a recorded ratio fails', () => {
  expect(verdictsOf({ quick: 0.02, added: 1 }, before)).toEqual([
    { name: 'quick', ratio: 0.02, recorded: 0.02, isKept: true },
    { name: 'added', ratio: 1, recorded: undefined, isKept: false },
  ]);
});

test.each(Object.entries(recorded))('the recorded ratios of %s match the guarded workloads', (_, ratios) => {
  expect(Object.keys(ratios)).toEqual(guardedWorkloads.map(({ name }) => name));
});
