/** Arrays of .npz files: every type against NumPy, stored and compressed, and rejection of malformed files. */

import { describe, expect, test } from 'vitest';
import { npz } from '../../server/src/data/formats/npzFunction.ts';
import { isFileFailure } from '../../server/src/data/samples.ts';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import { archiveOf } from '../support/models/archive.ts';
import { npyFile } from '../support/models/arrayFiles.ts';
import { contentOf } from '../support/models/memoryFiles.ts';
import { differingTensors, numpyTypes } from '../support/oracles/numpyFiles.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const read = (bytes: Uint8Array, name?: string, maxElements = 1e6) =>
  runToCompletion(npz.read(contentOf(bytes), name === undefined ? {} : { name }, maxElements));

const program = (save: string) => `${numpyTypes}
import base64, io, json
file = io.BytesIO()
arrays['배열'] = np.arange(3)
arrays['a/b.c'] = np.arange(4)
np.${save}(file, **arrays)
loaded = np.load(io.BytesIO(file.getvalue()))
print(json.dumps([base64.b64encode(file.getvalue()).decode(), {name: ['', list(a.shape), a.astype(np.float64).tobytes().hex()] for name, a in loaded.items()}]))`;

describe.runIf(isPytorchRequired)('NumPy', () => {
  test.each(['savez', 'savez_compressed'])('writes files by %s that have the same values in float64', async (save) => {
    const [file, arrays]: [string, Record<string, [string, number[], string]>] = JSON.parse(
      await runPython(program(save)),
    );
    const bytes = Buffer.from(file, 'base64');
    const names = npz.settings[0]!.names!(contentOf(bytes));
    expect([...names].sort()).toEqual(Object.keys(arrays).sort());
    expect(names.length).toBeGreaterThan(50);
    const differing = names.filter(
      (name) => differingTensors({ [name]: arrays[name]! }, () => read(bytes, name)).length > 0,
    );
    expect(differing).toEqual([]);
  });
});

const array = npyFile('|u1', [6], new Uint8Array(6).fill(7));
const stored = archiveOf([{ name: 'x.npy', content: array }]);
const deflated = archiveOf([{ name: 'x.npy', content: array, isDeflated: true }]);
const archive = (content: Uint8Array, change = {}) =>
  archiveOf([{ name: 'x.npy', content, isDeflated: true, ...change }]);
const unreadable = (failure: string) => `'x' of a.npz can't be read: ${failure}; save it again`;

const malformed: readonly (readonly [name: string, bytes: Uint8Array, reason: string])[] = [
  ['no bytes', new Uint8Array(0), "a.npz can't be read: it is not an .npz file, or its end is missing; save it again"],
  ['an array alone', array, "a.npz can't be read: it is not an .npz file, or its end is missing; save it again"],
  [
    'a truncated file',
    stored.subarray(0, -1),
    "a.npz can't be read: it is not an .npz file, or its end is missing; save it again",
  ],
  ['a damaged directory', stored.with(-6, 9), "a.npz can't be read: its directory is damaged; save it again"],
  ['no arrays', archiveOf([{ name: 'x.txt', content: array }]), 'a.npz has no tensors; choose another file'],
  [
    'another array',
    archiveOf([
      { name: 'y.npy', content: array },
      { name: 'z.npy', content: array },
    ]),
    "a.npz has no tensor 'x'; its tensors are y, z",
  ],
  ['another checksum', archive(array, { checksum: 5 }), unreadable('its compressed data is damaged')],
  [
    'another checksum of stored data',
    archive(array, { checksum: 5, isDeflated: false }),
    unreadable('its compressed data is damaged'),
  ],
  [
    'another method',
    archive(array, { method: 12 }),
    unreadable('it is encrypted or compressed by another method than deflate'),
  ],
  [
    'encryption',
    archive(array, { flags: 1 }),
    unreadable('it is encrypted or compressed by another method than deflate'),
  ],
  ['a greater length', archive(array, { length: array.length + 1 }), unreadable('its compressed data is damaged')],
  ['a smaller length', archive(array, { length: array.length - 1 }), unreadable('its compressed data is damaged')],
  ['a short array', archive(array.subarray(0, -1)), unreadable('the file ends before the last of its 6 numbers')],
  ['a long array', archive(Buffer.concat([array, array])), unreadable('more data follows its last number')],
  ['another file', archive(Buffer.from('a,b\n1,2\n')), unreadable('it does not begin as .npy files do')],
  [
    'complex numbers',
    archive(npyFile('<c8', [1], new Uint8Array(8))),
    "'x' of a.npz has an array of type c8, which is not one of real numbers; convert it, as in a.astype(float)",
  ],
];

test.each(malformed)('%s can not be read', (_, bytes, reason) => {
  const result = read(bytes, 'x');
  if (!isFileFailure(result)) throw new Error('it was read');
  expect(result.reason('a.npz')).toBe(reason);
});

test('an array may have as many numbers as are allowed', () => {
  for (const bytes of [stored, deflated]) {
    expect(read(bytes, undefined, 6)).toEqual({ shape: [6], values: new Float64Array(6).fill(7) });
    const result = read(bytes, undefined, 5);
    if (!isFileFailure(result)) throw new Error('it was read');
    expect(result.limit).toBe(5);
  }
});

test('a small file is not inflated to more than its header says', () => {
  const bomb = archive(Buffer.concat([array, new Uint8Array(2e7)]), { length: array.length });
  expect(bomb.length).toBeLessThan(1e5);
  const result = read(bomb, 'x');
  expect(isFileFailure(result) && result.reason('a.npz')).toBe(unreadable('its compressed data is damaged'));
});

test('no change of a byte or length makes reading throw', () => {
  for (const bytes of [stored, deflated]) {
    for (let index = 0; index < bytes.length; index++) {
      read(bytes.subarray(0, index), 'x');
      for (const byte of [0, 1, 8, 127, 255]) read(bytes.with(index, byte), 'x');
    }
  }
});

test('a directory is read in slices, and has a limit', () => {
  const members = (count: number) =>
    archiveOf(Array.from({ length: count }, (_, index) => ({ name: `${index}`.padStart(5000), content: array })));
  const reading = npz.read(contentOf(members(1500)), { name: 'x' }, 1e6);
  for (let slice = 0; slice < 50; slice++) expect(reading.next().done).toBe(false);
  const result = read(members(2100), 'x');
  expect(isFileFailure(result) && result.reason('a.npz')).toBe(
    "a.npz can't be read: its directory is longer than 10 MB; save it again",
  );
});
