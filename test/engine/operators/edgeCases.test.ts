/**
 * Every edge case by name, its value and gradients as PyTorch's. The list is test/support/programs/edgeCases.ts; what PyTorch refuses
 * or gets wrong is in alongAxes.test.ts and losses.test.ts, every operator at every special number in pytorch.test.ts.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { pytorchDifferencesOfEach } from '../../support/oracles/pytorchComparison.ts';
import { edgeCases, edgeProgram } from '../../support/programs/edgeCases.ts';

describe.runIf(isPytorchRequired)('PyTorch agrees to 1e-12', () => {
  let disagreements: readonly (readonly string[])[];

  beforeAll(async () => {
    // PyTorch warns of a variance of nothing.
    await runPython('import torch, warnings; warnings.simplefilter("ignore")');
    disagreements = await pytorchDifferencesOfEach(edgeCases.map(edgeProgram), { values: 1e-13, gradients: 1e-13 });
  }, 120_000);

  test.each(edgeCases.map(({ name }, index) => [name, index] as const))('on %s', (_, index) => {
    expect(disagreements[index]).toEqual([]);
  });
});

test('no two edge cases share a name', () => {
  const names = edgeCases.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
