/** Tensors copied as NumPy source, read by NumPy. */

import { expect, test } from 'vitest';
import { toNumPy } from '../../../client/webview/src/tensor/numpy.ts';
import { sortedIndices } from '../../../client/webview/src/tensor/sorting.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';

test.runIf(isPytorchRequired)('NumPy reads the same shapes and bits', async () => {
  const values = [
    0.1,
    -2,
    1e300,
    5e-324,
    -0,
    1 / 3,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    12,
    1e21,
    7,
  ];
  const shapes = [[12], [3, 4], [2, 3, 2], [1, 1, 12], [0, 3], [60]];
  const sources = shapes.map((shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return toNumPy(
      'W',
      Float64Array.from({ length: size }, (_, i) => values[i % 12]!),
      shape,
    );
  });
  const program = [
    'import json, numpy as np',
    'results = []',
    ...sources.flatMap((source) => [source, 'results.append([list(W.shape), W.dtype.name, W.tobytes().hex()])']),
    'print(json.dumps(results))',
  ].join('\n');
  const results = JSON.parse(await runPython(program)) as [number[], string, string][];
  for (const [index, [shape, type, bytes]] of results.entries()) {
    expect([shape, type]).toEqual([shapes[index], 'float64']);
    const size = shape.reduce((product, length) => product * length, 1);
    const expected = Buffer.from(Float64Array.from({ length: size }, (_, i) => values[i % 12]!).buffer);
    expect(bytes).toBe(expected.toString('hex'));
  }
});

test('a name that is no Python identifier gets no variable', () => {
  expect(toNumPy('layer.W', Float64Array.of(1), [1])).toBe('np.array([1.0])');
  expect(toNumPy(null, Float64Array.of(1, 2), [2])).toBe('np.array([1.0, 2.0])');
});

test('elements are sorted by magnitude, with those that are not finite first', () => {
  const elements = Float64Array.of(1, -3, Number.NaN, 2, -3);
  expect(sortedIndices(elements, { order: 'largest' })).toEqual([2, 1, 4, 3, 0]);
  expect(sortedIndices(elements, { order: 'smallest' })).toEqual([0, 3, 1, 4, 2]);
});
