/** The types of a safetensors file: every value of the small ones, and edges of the others, against PyTorch. */

import { describe, expect, test } from 'vitest';
import { isReadFailure } from '../../server/src/data/readFailure.ts';
import { readSafetensors } from '../../server/src/data/safetensors.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const program = `
import base64, json
import torch
from safetensors.torch import save

def bits(size, dtype):
    return torch.arange(2 ** (8 * size), dtype=torch.int32).to([torch.uint8, torch.int16][size - 1]).view(dtype)

floats = [0.0, -0.0, 1.5, 0.1, -2 / 3, 1e-45, 1e300, 5e-324, float('inf'), -float('inf'), float('nan')]
integers = lambda bits: [0, 1, -1, 2 ** (bits - 1) - 1, -2 ** (bits - 1), 1234567 % 2 ** (bits - 1)]
tensors = {
    'F64': torch.tensor(floats, dtype=torch.float64),
    'F32': torch.tensor(floats, dtype=torch.float32),
    'F16': bits(2, torch.float16),
    'BF16': bits(2, torch.bfloat16),
    'F8_E5M2': bits(1, torch.float8_e5m2),
    'F8_E4M3': bits(1, torch.float8_e4m3fn),
    'I64': torch.tensor(integers(64) + [2 ** 53 + 1, 2 ** 53 + 3, -2 ** 53 - 1], dtype=torch.int64),
    'I32': torch.tensor(integers(32), dtype=torch.int32),
    'I16': bits(2, torch.int16),
    'I8': bits(1, torch.int8),
    'U8': bits(1, torch.uint8),
    'BOOL': torch.tensor([[True, False], [False, True]]),
}
values = {name: [list(t.shape), t.to(torch.float64).numpy().tobytes().hex()] for name, t in tensors.items()}
print(json.dumps([base64.b64encode(save(tensors)).decode(), values]))`;

const numpyProgram = `
import base64, json
import numpy as np
from safetensors.numpy import save
tensors = {
    'U64': np.array([0, 1, 2 ** 63, 2 ** 64 - 1, 2 ** 53 + 1], dtype=np.uint64),
    'U32': np.array([0, 1, 2 ** 31, 2 ** 32 - 1], dtype=np.uint32),
    'U16': np.arange(2 ** 16, dtype=np.uint16).reshape(256, 256),
}
values = {name: [list(t.shape), t.astype(np.float64).tobytes().hex()] for name, t in tensors.items()}
print(json.dumps([base64.b64encode(save(tensors)).decode(), values]))`;

describe.runIf(isPytorchRequired)('a file written in Python', () => {
  test.each([
    ['PyTorch', program],
    ['NumPy', numpyProgram],
  ])('by %s has the same values in float64', async (_, script) => {
    const [file, expected] = JSON.parse(await runPython(script));
    const tensors = readSafetensors(Buffer.from(file, 'base64'));
    if (isReadFailure(tensors)) throw new Error(tensors.failure);
    expect([...tensors.keys()].sort()).toEqual(Object.keys(expected).sort());
    for (const [name, { shape, values }] of tensors) {
      const [expectedShape, hex] = expected[name];
      expect([name, shape]).toEqual([name, expectedShape]);
      const buffer = Buffer.from(hex, 'hex');
      const differing = [...values.keys()].filter((index) => !Object.is(values[index], buffer.readDoubleLE(8 * index)));
      expect([name, differing]).toEqual([name, []]);
    }
  });
});
