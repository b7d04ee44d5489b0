/** Tens of thousands of edits over stdio: no internal error, nothing on standard error, and no difference from a fresh start. */

import { expect, test } from 'vitest';
import { isThorough } from '../support/setup/thorough.ts';
import { fuzzEdits } from './fuzzEdits.ts';

const editCount = isThorough ? 50_000 : 10_000;
const seed = 1986;
/** In milliseconds: long enough for the thorough run on a busy machine. */
const timeout = 1_800_000;

test('edits over stdio cause no error, and every view equals that of a fresh start', { timeout }, async () => {
  const { errors, differences, log, edits, comparisons, sound } = await fuzzEdits(editCount, seed);
  expect(differences).toEqual([]);
  expect(errors).toEqual([]);
  expect(log).toBe('');
  expect(edits).toBeGreaterThanOrEqual(editCount);
  expect(comparisons).toBeGreaterThan(editCount / 500);
  expect(sound).toBeGreaterThan(comparisons / 4);
});
