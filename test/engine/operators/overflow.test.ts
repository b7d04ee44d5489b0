/** Reductions of numbers so large that their squares overflow. */

import { describe, expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Operator } from '../../../server/src/engine/ir/operator.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { norm, standardDeviation, variance } from '../../../server/src/engine/operators/reductions/deviations.ts';
import { batchNorm, layerNorm } from '../../../server/src/engine/operators/reductions/normalizations.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { createWasmInstance } from '../../../server/src/engine/runtime/wasm/wasmInstance.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';

const numbers = [1e200, 2, -3e199, 7];

describe.each([
  ['with kernels', createWasmInstance],
  ['without kernels', () => null],
])('%s', (_, createInstance) => {
  const computed = (operator: Operator): number[] => {
    const program = new Program();
    const node = program.add(operator, [program.add(constant, [], { shape: [4, 1], values: numbers })], {
      ...(operator !== batchNorm && { axis: [0] }),
    });
    return Array.from(elementsOf(program, new Execution(program, createInstance()).run(), node));
  };

  test.runIf(isPytorchRequired)('layer_norm is what PyTorch has', async () => {
    const printed = await runPython(`
import torch
x = torch.tensor(${JSON.stringify(numbers)}, dtype=torch.float64)
print([str(value) for value in torch.nn.functional.layer_norm(x, (4,)).tolist()] == ['nan'] * 4)
`);
    expect(printed.trim()).toBe('True');
    expect(computed(layerNorm)).toEqual(numbers.map(() => Number.NaN));
  });

  // PyTorch's batch_norm is 0 here, which looks like a value; NaN is reported.
  test('batch_norm is NaN', () => expect(computed(batchNorm)).toEqual(numbers.map(() => Number.NaN)));

  test('var is infinite', () => expect(computed(variance)).toEqual([Number.POSITIVE_INFINITY]));

  test.runIf(isPytorchRequired)('norm and std are those of NumPy in extended precision', async () => {
    const printed = await runPython(`
import json
import numpy as np
x = np.array(${JSON.stringify(numbers)}, dtype=np.longdouble)
print(json.dumps([float(np.sqrt((x ** 2).sum())), float(x.std())]))
`);
    for (const [i, expected] of (JSON.parse(printed) as number[]).entries()) {
      const [value] = computed([norm, standardDeviation][i]);
      expect(Math.abs(value / expected - 1)).toBeLessThan(1e-15);
    }
  });
});
