/** Arrays of .npy files: every type, byte order, layout and version against NumPy, and rejection of malformed files. */

import { describe, expect, test } from 'vitest';
import { npy } from '../../server/src/data/formats/npyFunction.ts';
import { isFileFailure } from '../../server/src/data/samples.ts';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import { npyFile, npyWithHeader } from '../support/models/arrayFiles.ts';
import { contentOf } from '../support/models/memoryFiles.ts';
import { differingTensors, numpyTypes } from '../support/oracles/numpyFiles.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const read = (bytes: Uint8Array, maxElements = 1e6) => runToCompletion(npy.read(contentOf(bytes), {}, maxElements));

const program = `${numpyTypes}
import base64, io, json
from numpy.lib import format
cases = {}
for name, a in arrays.items():
    for version in [(1, 0), (2, 0), (3, 0)]:
        file = io.BytesIO()
        format.write_array(file, a, version=version)
        loaded = np.load(io.BytesIO(file.getvalue()))
        cases[f'{name} {version[0]}'] = [base64.b64encode(file.getvalue()).decode(), list(loaded.shape), loaded.astype(np.float64).tobytes().hex()]
print(json.dumps(cases))`;

describe.runIf(isPytorchRequired)('NumPy', () => {
  test('writes arrays that have the same values in float64', async () => {
    const cases: Record<string, [string, number[], string]> = JSON.parse(await runPython(program));
    expect(Object.keys(cases).length).toBeGreaterThan(100);
    expect(differingTensors(cases, read)).toEqual([]);
  });

  test('loads what is read here, and refuses what is refused', async () => {
    const files = [...readable, ...malformed].map(([, bytes]) => Buffer.from(bytes).toString('base64'));
    const printed = await runPython(`
import base64, io, json
import numpy as np
def loads(file):
    try:
        np.load(io.BytesIO(base64.b64decode(file))).astype(np.float64)
        return True
    except Exception:
        return False
print(json.dumps([loads(file) for file in json.loads('''${JSON.stringify(files)}''')]))`);
    const loaded: boolean[] = JSON.parse(printed);
    expect(loaded).toEqual([...readable.map(() => true), ...malformed.map(() => false)]);
  });
});

const eight = new Uint8Array(8);
const good = npyFile('<f8', [1], eight);
const changed = (index: number, byte: number) => good.with(index, byte);

const readable: readonly (readonly [string, Uint8Array])[] = [
  ['another order of keys', npyWithHeader("{'shape':(1,),'descr':'<f8','fortran_order':True}", eight)],
  ['double quotes', npyWithHeader('{"descr": "<f8", "fortran_order": False, "shape": (1,)}', eight)],
  ['integers of Python 2', npyWithHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (1L, 1L)}", eight)],
  ['bytes after the array', Buffer.concat([good, eight])],
  ['a scalar', npyWithHeader("{'descr': '|u1', 'fortran_order': False, 'shape': ()}", eight)],
  ['no elements', npyFile('<f8', [0, 3], new Uint8Array(0))],
];

const unclear = "a.npy can't be read: its header must give descr, fortran_order and shape; save it again";
const header = (text: string) => npyWithHeader(text, eight);
const malformed: readonly (readonly [name: string, bytes: Uint8Array, reason: string])[] = [
  ['no bytes', new Uint8Array(0), "a.npy can't be read: it does not begin as .npy files do; save it again"],
  [
    'another format',
    new TextEncoder().encode('a,b\n1,2\n'),
    "a.npy can't be read: it does not begin as .npy files do; save it again",
  ],
  ['a magic alone', good.subarray(0, 6), "a.npy can't be read: the file ends inside its header; save it again"],
  ['half of a header', good.subarray(0, 40), "a.npy can't be read: the file ends inside its header; save it again"],
  ['version 0', changed(6, 0), "a.npy can't be read: its format version is 0, and 1 to 3 are known; save it again"],
  ['version 4', changed(6, 4), "a.npy can't be read: its format version is 4, and 1 to 3 are known; save it again"],
  [
    'a long header',
    npyWithHeader(`{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}${' '.repeat(1e4)}`, eight),
    "a.npy can't be read: its header is longer than 10,000 bytes; save it again",
  ],
  ['an empty header', header(''), unclear],
  ['no shape', header("{'descr': '<f8', 'fortran_order': False}"), unclear],
  ['no type', header("{'fortran_order': False, 'shape': (1,)}"), unclear],
  ['no order', header("{'descr': '<f8', 'shape': (1,)}"), unclear],
  ['a negative length', header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}"), unclear],
  ['a length that is too large', header(`{'descr': '<f8', 'fortran_order': False, 'shape': (${2 ** 53},)}`), unclear],
  ['a fraction', header("{'descr': '<f8', 'fortran_order': False, 'shape': (1.0,)}"), unclear],
  [
    'too few numbers',
    good.subarray(0, -1),
    "a.npy can't be read: the file ends before the last of its 1 numbers; save it again",
  ],
  [
    'far too few numbers',
    npyFile('<f8', [1e6, 1e6], eight),
    "a.npy can't be read: the file ends before the last of its 1000000000000 numbers; save it again",
  ],
  [
    'objects',
    npyFile('|O', [1], eight),
    'a.npy has an array of type O, which is not one of real numbers; convert it, as in a.astype(float)',
  ],
  [
    'texts',
    npyFile('<U2', [1], eight),
    'a.npy has an array of type U2, which is not one of real numbers; convert it, as in a.astype(float)',
  ],
  [
    'fields',
    header("{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,)}"),
    'a.npy has an array with fields; save one of them, as in np.save("x.npy", a["x"])',
  ],
];

test.each(malformed)('%s can not be read', (_, bytes, reason) => {
  const result = read(bytes);
  if (!isFileFailure(result)) throw new Error('it was read');
  expect(result.reason('a.npy')).toBe(reason);
});

test.each(readable)('%s can be read', (_, bytes) => {
  expect(isFileFailure(read(bytes))).toBe(false);
});

test.each(['c8', 'M8[D]', 'f16', 'S8'])('an array of type %s can not be read', (type) => {
  const result = read(npyFile(`<${type}`, [1], eight));
  if (!isFileFailure(result)) throw new Error('it was read');
  expect(result.reason('a.npy')).toBe(
    `a.npy has an array of type ${type}, which is not one of real numbers; convert it, as in a.astype(float)`,
  );
});

test('an array may have as many numbers as are allowed', () => {
  const file = npyFile('|i1', [2, 5], new Uint8Array(10));
  expect(isFileFailure(read(file, 10))).toBe(false);
  const result = read(file, 9);
  if (!isFileFailure(result)) throw new Error('it was read');
  expect([result.limit, result.reason('a.npy')]).toEqual([
    9,
    'a.npy has 10 numbers, which are too many; use a smaller array',
  ]);
});

test('no change of a byte or length makes reading throw', () => {
  const file = npyFile('<f4', [2, 3], new Uint8Array(24));
  for (let index = 0; index < file.length; index++) {
    read(file.subarray(0, index));
    for (const byte of [0, 1, 40, 57, 127, 255]) read(file.with(index, byte));
  }
});
