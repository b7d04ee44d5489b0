/**
 * Every named edge case in test/support/programs/edgeCases.ts: value and gradients equal PyTorch's. Cases that PyTorch
 * refuses or gets wrong are in alongAxes.test.ts and losses.test.ts; special values of every operator in
 * pytorch.test.ts.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { pytorchDifferencesOfEach } from '../../support/oracles/pytorchComparison.ts';
import { edgeCases, edgeProgram } from '../../support/programs/edgeCases.ts';

describe.runIf(isPytorchRequired)('edge cases compared with PyTorch', () => {
  let disagreements: readonly (readonly string[])[];

  beforeAll(async () => {
    // PyTorch warns about the variance of an empty tensor.
    await runPython('import torch, warnings; warnings.simplefilter("ignore")');
    disagreements = await pytorchDifferencesOfEach(edgeCases.map(edgeProgram), { values: 1e-13, gradients: 1e-13 });
  }, 120_000);

  test.each(edgeCases.map(({ name }, index) => [name, index] as const))('%s matches', (_, index) => {
    expect(disagreements[index]).toEqual([]);
  });
});

test('no two edge cases share a name', () => {
  const names = edgeCases.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
