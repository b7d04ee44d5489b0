/** Sums of a million terms are accurate in every layout, on every route and in both precisions. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../../scripts/paths.ts';
import { precisions } from '../../../server/src/engine/ir/precision.ts';
import { isPytorchRequired } from '../../support/oracles/python.ts';
import { sumError, sumRoutes } from '../../support/oracles/sumErrors.ts';
import {
  exactSum,
  longSums,
  maxSumErrors,
  operandsOf,
  type TermKind,
  termKinds,
} from '../../support/programs/longSums.ts';
import { isThorough } from '../../support/setup/thorough.ts';

/** Equal terms round in the same direction. */
const kinds: readonly TermKind[] = isThorough ? termKinds : ['equal'];
const count = isThorough ? 1_000_000 : 100_000;

// Python has NumPy where it has PyTorch.
describe.runIf(isPytorchRequired)(`sums of ${count} terms`, () => {
  test.each(longSums(count))('$layout', async (subject) => {
    for (const kind of kinds) {
      const usedKind = subject.isOfDeviations && kind === 'equal' ? 'positive' : kind;
      for (const precision of precisions) {
        const exact = await exactSum(subject, usedKind, precision);
        const operands = operandsOf(subject, usedKind, precision);
        for (const route of sumRoutes.filter((each) => each.precision === precision)) {
          const error = sumError(subject, operands, route, exact);
          expect(error, `${usedKind} terms, ${route.name}, ${precision}`).toBeLessThan(maxSumErrors[precision]);
        }
      }
    }
  });
});

test('the page of errors has a row for every layout', () => {
  const page = readFileSync(join(root, 'docs', 'numbers.md'), 'utf8');
  const rows = Array.from(page.matchAll(/^\| ([^|]*?) +\|/gm), ([, layout]) => layout);
  expect(rows).toEqual(expect.arrayContaining(longSums(count).map(({ layout }) => layout)));
});
