/**
 * Every edge case by name, its value and gradients as PyTorch's. The list is test/support/programs/edgeCases.ts; what PyTorch refuses
 * or gets wrong is in alongAxes.test.ts and losses.test.ts, every operator at every special number in pytorch.test.ts.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { runPython, torchExpected } from '../../support/oracles/python.ts';
import { disagreementsOfEach } from '../../support/oracles/pytorchComparison.ts';
import { edges, subjectOf } from '../../support/programs/edgeCases.ts';

describe.runIf(torchExpected)('PyTorch agrees to 1e-12', () => {
  let disagreements: readonly (readonly string[])[];

  beforeAll(async () => {
    // PyTorch warns of a variance of nothing.
    await runPython('import torch, warnings; warnings.simplefilter("ignore")');
    disagreements = await disagreementsOfEach(edges.map(subjectOf), { values: 1e-13, gradients: 1e-13 });
  }, 120_000);

  test.each(edges.map(({ name }, place) => [name, place] as const))('on %s', (_, place) => {
    expect(disagreements[place]).toEqual([]);
  });
});

test('no two edge cases share a name', () => {
  const names = edges.map(({ name }) => name);
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
});
