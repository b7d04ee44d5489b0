/** Arrays of IDX files, plain and compressed: every type against NumPy, and rejection of malformed files. */

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { idx } from '../../server/src/data/formats/idxFunction.ts';
import { isFileFailure } from '../../server/src/data/samples.ts';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import { contentOf } from '../support/models/memoryFiles.ts';
import { differingTensors, numpyTypes } from '../support/oracles/numpyFiles.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const read = (bytes: Uint8Array, maxElements = 1e6) => runToCompletion(idx.read(contentOf(bytes), {}, maxElements));

const program = `${numpyTypes}
import base64, gzip, json, struct
codes = {'u1': 8, 'i1': 9, 'i2': 11, 'i4': 12, 'f4': 13, 'f8': 14}
cases = {}
for name, a in arrays.items():
    code = codes.get(a.dtype.str[1:])
    if code is None:
        continue
    file = struct.pack('>BBBB', 0, 0, code, a.ndim) + struct.pack(f'>{a.ndim}I', *a.shape) + a.astype(a.dtype.newbyteorder('>')).tobytes()
    for kind, content in [('', file), (' gz', gzip.compress(file))]:
        cases[name + kind] = [base64.b64encode(content).decode(), list(a.shape), a.astype(np.float64).tobytes().hex()]
print(json.dumps(cases))`;

test.runIf(isPytorchRequired)('values in float64 are those of NumPy', async () => {
  const cases: Record<string, [string, number[], string]> = JSON.parse(await runPython(program));
  expect(Object.keys(cases).length).toBeGreaterThan(50);
  expect(differingTensors(cases, read)).toEqual([]);
});

function file(header: readonly number[], data: number): Uint8Array {
  const bytes = new Uint8Array(header.length + data).fill(7);
  bytes.set(header);
  return bytes;
}
const good = file([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3], 6);
const zipped = gzipSync(good);
const huge = [255, 255, 255, 255];

const malformed: readonly (readonly [name: string, bytes: Uint8Array, failure: string])[] = [
  ['no bytes', new Uint8Array(0), 'it does not begin as IDX files do'],
  ['another format', new TextEncoder().encode('a,b\n1,2\n'), 'it does not begin as IDX files do'],
  ['an unknown type', good.with(2, 10), 'it does not begin as IDX files do'],
  ['a type alone', good.subarray(0, 3), 'the file ends inside its header'],
  ['half of a header', good.subarray(0, 11), 'the file ends inside its header'],
  ['too few numbers', good.subarray(0, -1), 'the file ends before the last of its 6 numbers'],
  ['too many numbers', file([...good.subarray(0, 12)], 7), 'more data follows its last number'],
  ['too few compressed numbers', gzipSync(good.subarray(0, -1)), 'the file ends before the last of its 6 numbers'],
  ['too many compressed numbers', gzipSync(file([...good.subarray(0, 12)], 7)), 'more data follows its last number'],
  ['a truncated file', zipped.subarray(0, -10), 'its compressed data ends too soon'],
  ['a truncated trailer', zipped.subarray(0, -1), 'its compressed data ends too soon'],
  ['another checksum', zipped.with(-8, zipped.at(-8)! ^ 1), 'its compressed data is damaged'],
  ['a compressed table', gzipSync('a,b\n1,2\n'), 'it does not begin as IDX files do'],
];

test.each(malformed)('%s can not be read', (_, bytes, failure) => {
  const result = read(bytes);
  if (!isFileFailure(result)) throw new Error('it was read');
  expect(result.reason('a')).toBe(`a can't be read: ${failure}; save it again`);
});

test('an array may have as many numbers as are allowed', () => {
  for (const bytes of [good, zipped]) {
    expect(isFileFailure(read(bytes, 6))).toBe(false);
    const result = read(bytes, 5);
    if (!isFileFailure(result)) throw new Error('it was read');
    expect([result.limit, result.reason('a')]).toEqual([5, 'a has 6 numbers, which are too many; use a smaller array']);
  }
});

describe('a small file is not inflated', () => {
  test.each([
    ['to more than its header says', gzipSync(file([0, 0, 8, 1, 0, 0, 0, 9], 5e6)), 'more data follows'],
    ['to more than is allowed', gzipSync(file([0, 0, 8, 1, 0, 76, 75, 64], 5e6)), 'too many'],
    ['as its header promises', gzipSync(file([0, 0, 14, 3, ...huge, ...huge, ...huge], 9)), 'too many'],
  ])('%s', (_, bytes, reason) => {
    expect(bytes.length).toBeLessThan(1e4);
    const result = read(bytes);
    expect(isFileFailure(result) && result.reason('a')).toContain(reason);
  });
});

test('no change of a byte or length makes reading throw', () => {
  for (const bytes of [good, zipped]) {
    for (let index = 0; index < bytes.length; index++) {
      read(bytes.subarray(0, index));
      for (const byte of [0, 1, 8, 14, 127, 255]) read(Uint8Array.from(bytes).with(index, byte));
    }
  }
});

test('many bytes stay bytes', () => {
  const large = file([0, 0, 8, 2, 0, 0, 16, 0, 0, 0, 4, 0], 1 << 22);
  for (const bytes of [large, gzipSync(large)]) {
    const result = read(bytes, 1 << 22);
    if (isFileFailure(result)) throw new Error(result.reason('a'));
    expect(result.values).toBeInstanceOf(Uint8Array);
    expect(result.values.length).toBe(1 << 22);
    expect(result.values.every((value) => value === 7)).toBe(true);
  }
});
