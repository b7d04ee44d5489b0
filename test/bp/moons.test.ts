/** The two-moons example learns: its expectation fails before training and holds after ten epochs. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Folder } from './run.ts';

const example = (name: string): Uint8Array => readFileSync(new URL(`../../examples/${name}`, import.meta.url));

test('ten epochs separate the two moons', async () => {
  using folder = new Folder();
  folder.write('two-moons.csv', example('two-moons.csv'));
  const file = folder.write('two-moons.bp', example('two-moons.bp'));

  const before = await folder.bp('check', file);
  expect(before.code).toBe(1);
  expect(before.out).toContain('[expectation-failed]');

  const training = await folder.bp('train', file, '--write');
  expect(training.out).toMatch(/^epoch 10 of 10 {3}L = 0\.0/m);

  const after = JSON.parse((await folder.bp('eval', file, '--json')).out);
  expect(after.problems).toEqual([]);
  const accuracy = after.nodes.find(({ name }: { name: string }) => name === 'accuracy');
  expect(accuracy.value).toBeGreaterThanOrEqual(0.98);
});
