/** Decoding of tensors from responses, which may be malformed. */

import { expect, test } from 'vitest';
import { decodeTensor } from '../../../client/webview/src/tensor/decodeTensor.ts';
import { toBase64 } from '../../../protocol/shared/base64.ts';

const encoded = (...elements: number[]) => toBase64(new Uint8Array(Float64Array.from(elements).buffer));
const matrix = { kind: 'elements' as const, shape: [5, 2], first: 3, count: 2, value: encoded(1, -4, 2, Number.NaN) };

test('a range of a tensor has its own shape, and colors relative to the largest finite magnitude', () => {
  expect(decodeTensor({ ...matrix, gradient: null })).toEqual({
    shape: [2, 2],
    firstAxis: 5,
    first: 3,
    value: { elements: Float64Array.of(1, -4, 2, Number.NaN), maxMagnitude: 4 },
    gradient: null,
  });
});

test.each([
  ['text that is not Base64', { ...matrix, value: '?' }],
  ['a character that is no byte', { ...matrix, value: '한' }],
  ['a fraction of a number', { ...matrix, value: toBase64(new Uint8Array(33)) }],
  ['fewer elements than the shape', { ...matrix, value: encoded(1, 2, 3) }],
  ['a gradient of another size', { ...matrix, gradient: encoded(1) }],
  ['a shape beyond any memory', { ...matrix, shape: [2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1] }],
])('%s is refused', (_, reply) => {
  expect(decodeTensor({ gradient: null, ...reply })).toEqual({
    reason: 'The elements of this node could not be read.',
  });
});

test('a tensor without elements says so', () => {
  expect(decodeTensor({ ...matrix, shape: [2, 0], value: '', gradient: null })).toEqual({
    reason: 'The tensor has no elements.',
  });
});
