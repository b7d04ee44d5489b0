/** Safetensors files: exact round trips here and through the reference implementation, and rejection of malformed files. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isReadFailure } from '../../server/src/data/readFailure.ts';
import { readSafetensors, writeSafetensors } from '../../server/src/data/safetensors.ts';
import type { Tensor } from '../../server/src/engine/ir/tensor.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const model = new Map<string, Tensor>([
  ['h.W', { shape: [2, 3], values: Float64Array.of(1, -2.5, 1e-300, Math.PI, 5e-324, 1.7976931348623157e308) }],
  ['θ', { shape: [], values: Float64Array.of(-0) }],
  ['사과 100% "😀"\\', { shape: [4], values: Float64Array.of(Infinity, -Infinity, Number.NaN, 0.1) }],
  ['none', { shape: [3, 0, 2], values: new Float64Array(0) }],
  ['__proto__', { shape: [1, 1], values: Float64Array.of(7) }],
]);

test('a file has the layout of the format', () => {
  const bytes = writeSafetensors(new Map([['b', { shape: [2], values: Float64Array.of(1, -2) }]]), { seed: '1é' });
  const header = '{"__metadata__":{"seed":"1\\u00e9"},"b":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}       ';
  expect(header.length % 8).toBe(0);
  expect(Buffer.from(bytes).subarray(0, 8)).toEqual(Buffer.of(header.length, 0, 0, 0, 0, 0, 0, 0));
  expect(
    Buffer.from(bytes)
      .subarray(8, 8 + header.length)
      .toString('latin1'),
  ).toBe(header);
  expect(Buffer.from(bytes).subarray(8 + header.length)).toEqual(
    Buffer.from('000000000000f03f00000000000000c0', 'hex'),
  );
});

test('a tensor with the name of the metadata is refused', () => {
  const reserved = new Map([['__metadata__', { shape: [], values: Float64Array.of(1) }]]);
  expect(() => writeSafetensors(reserved)).toThrow(RangeError);
});

describe('a round trip', () => {
  test('keeps every bit and the order, with any shape and name', () => {
    const read = readSafetensors(writeSafetensors(model, { made: 'here' }));
    expect(read).toEqual(model);
    expect(bitsOf(read)).toEqual(bitsOf(model));
  });

  test('keeps a model without tensors', () => {
    expect(readSafetensors(writeSafetensors(new Map()))).toEqual(new Map());
  });

  test('reads from the middle of a larger buffer', () => {
    const bytes = writeSafetensors(model);
    const larger = new Uint8Array(bytes.length + 5);
    larger.set(bytes, 3);
    expect(bitsOf(readSafetensors(larger.subarray(3, -2)))).toEqual(bitsOf(model));
  });

  test('keeps every bit of random tensors', () => {
    const shape = fc.array(fc.nat(3), { maxLength: 3 });
    const tensor = shape.chain((shape) => {
      const length = shape.reduce((size, axis) => size * axis, 1);
      return fc.float64Array({ minLength: length, maxLength: length }).map((values) => ({ shape, values }));
    });
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'toString', '1', ''));
    const models = fc.array(fc.tuple(name, tensor), { maxLength: 6 }).map((tensors) => new Map(tensors));
    const survives = fc.property(models, (tensors) => {
      const read = readSafetensors(writeSafetensors(tensors));
      expect(read).toEqual(tensors);
      expect(bitsOf(read)).toEqual(bitsOf(tensors));
    });
    fc.assert(survives, { seed: 6, numRuns: 300 });
  });
});

describe.runIf(isPytorchRequired)('the reference implementation', () => {
  test('reads the files of this implementation', async () => {
    const printed = await runPython(`
import base64, json
from safetensors.numpy import load
tensors = load(base64.b64decode('${Buffer.from(writeSafetensors(model, { made: 'here' })).toString('base64')}'))
print(json.dumps({name: [str(t.dtype), list(t.shape), t.tobytes().hex()] for name, t in tensors.items()}))`);
    const read = new Map<string, [string, number[], string]>(Object.entries(JSON.parse(printed)));
    expect(new Map([...read].map(([name, [, ...tensor]]) => [name, tensor]))).toEqual(bitsOf(model));
    expect(new Set([...read.values()].map(([type]) => type))).toEqual(new Set(['float64']));
  });

  test('writes files that this implementation reads, with float32 widened', async () => {
    const printed = await runPython(`
import base64
import numpy as np
from safetensors.numpy import save
tensors = {
    'W': np.array([[1.5, -0.0, np.nan], [np.inf, 5e-324, 0.1]]),
    'float': np.array([0.1, -np.inf, 1e-45], dtype=np.float32),
    '사과 😀': np.array(3.0),
    'none': np.zeros((0, 2)),
}
print(base64.b64encode(save(tensors, metadata={'by': '파이썬'})).decode())`);
    expect(bitsOf(readSafetensors(Buffer.from(printed, 'base64')))).toEqual(
      bitsOf(
        new Map([
          ['W', { shape: [2, 3], values: Float64Array.of(1.5, -0, Number.NaN, Infinity, 5e-324, 0.1) }],
          ['float', { shape: [3], values: Float64Array.from([0.1, -Infinity, 1e-45], Math.fround) }],
          ['사과 😀', { shape: [], values: Float64Array.of(3) }],
          ['none', { shape: [0, 2], values: new Float64Array(0) }],
        ]),
      ),
    );
  });

  test('refuses the same files except for a few violations that it accepts', async () => {
    const accepted = ['a header that starts with a space', 'a duplicate name'];
    const refused = malformed.filter(([name]) => !accepted.includes(name));
    const files = [['a good file', file(good, 16)] as const, ...refused];
    const printed = await runPython(`
import base64, json
from safetensors.numpy import load
def reads(file):
    try:
        load(base64.b64decode(file))
        return True
    except Exception:
        return False
print(json.dumps([reads(file) for file in json.loads('''${JSON.stringify(
      files.map(([, bytes]) => Buffer.from(bytes).toString('base64')),
    )}''')]))`);
    const read: boolean[] = JSON.parse(printed);
    expect(files.filter((_, index) => read[index]).map(([name]) => name)).toEqual(['a good file']);
  });
});

const good = '{"W":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}';
const two = (first: string, second: string) =>
  `{"V":{"dtype":"F64","shape":[1],"data_offsets":[${first}]},"W":{"dtype":"F64","shape":[1],"data_offsets":[${second}]}}`;
const supported = 'supported are F64, F32, F16, BF16, F8_E5M2, F8_E4M3, I64, I32, I16, I8, U64, U32, U16, U8, BOOL';
const unclear = "the header must give the type, shape and offsets of 'W'";

const malformed: readonly (readonly [name: string, bytes: Uint8Array, failure: string])[] = [
  ['no bytes', new Uint8Array(0), 'the file ends before its header'],
  ['half of a length', Uint8Array.of(1, 0, 0, 0), 'the file ends before its header'],
  ['a truncated header', file(good, 16).subarray(0, 20), 'the file ends inside its header'],
  [
    'a header length of 2^64 − 1',
    new Uint8Array(16).fill(255),
    'the header is longer than 10 MB, or this is not a safetensors file',
  ],
  [
    'a header length of 10,000,001',
    lengthAlone(10_000_001),
    'the header is longer than 10 MB, or this is not a safetensors file',
  ],
  ['no header', lengthAlone(0), 'the header is not valid JSON'],
  ['a header that is not JSON', file('{"W":', 0), 'the header is not valid JSON'],
  ['a header that is a list', file('[]', 0), 'the header is not valid JSON'],
  ['a header that starts with a space', file(` ${good}`, 16), 'the header is not valid JSON'],
  ['a header that ends inside a name', file('{"W\\', 0), 'the header is not valid JSON'],
  ['a header with an extra bracket', file('{}}"W":1', 0), 'the header is not valid JSON'],
  ['a deeply nested header', file(`{"W":${'['.repeat(100_000)}`, 0), 'the header is too deeply nested'],
  ['a header that is not UTF-8', file(good.replace('W', '\xe9\xff'), 16), 'the header is not valid UTF-8'],
  ['a header in overlong UTF-8', file(good.replace('W', '\xc0\x80'), 16), 'the header is not valid UTF-8'],
  ['a duplicate name', file(good.replace('{', `{${good.slice(1, -1)},`), 16), "the header contains 'W' twice"],
  [
    'a duplicate name, once escaped',
    file(two('0,8', '8,16').replace('V', '\\u0057'), 16),
    "the header contains 'W' twice",
  ],
  [
    'a duplicate type',
    file(good.replace('"shape"', '"dtype" : "F64","shape"'), 16),
    "the header contains 'dtype' twice",
  ],
  ['metadata with a number', file('{"__metadata__":{"a":1}}', 0), '__metadata__ contains a value that is not a string'],
  ['metadata that is a list', file('{"__metadata__":["a"]}', 0), '__metadata__ contains a value that is not a string'],
  ['a tensor that is a number', file('{"W":1}', 0), unclear],
  ['a tensor that is null', file('{"W":null}', 0), unclear],
  ['no type', file(good.replace('"dtype":"F64",', ''), 16), unclear],
  ['no shape', file(good.replace('"shape":[2],', ''), 16), unclear],
  ['no offsets', file('{"W":{"dtype":"F64","shape":[2]}}', 16), unclear],
  ['a negative axis', file(good.replace('[2]', '[-2]'), 16), unclear],
  ['a fractional axis', file(good.replace('[2]', '[2.5]'), 16), unclear],
  ['an axis in quotes', file(good.replace('[2]', '["2"]'), 16), unclear],
  ['offsets of one number', file(good.replace('[0,16]', '[16]'), 16), unclear],
  ['offsets of three numbers', file(good.replace('[0,16]', '[0,16,16]'), 16), unclear],
  ['negative offsets', file(good.replace('[0,16]', '[-16,0]'), 16), unclear],
  ['an unknown type', file(good.replace('F64', 'F63'), 16), `'W' has the type F63; ${supported}`],
  [
    'a type named like a JavaScript property',
    file(good.replace('F64', 'toString'), 16),
    `'W' has the type toString; ${supported}`,
  ],
  ['a shape that is too large', file(good.replace('[2]', '[3]'), 16), "the 16 bytes of 'W' don't match its shape [3]"],
  ['a shape of the other type', file(good.replace('F64', 'F32'), 16), "the 16 bytes of 'W' don't match its shape [2]"],
  [
    'a shape whose size overflows',
    file(good.replace('[2]', '[9007199254740991,9007199254740991,9007199254740991]'), 16),
    "the 16 bytes of 'W' don't match its shape [9007199254740991, 9007199254740991, 9007199254740991]",
  ],
  [
    'offsets that end before they start',
    file(good.replace('[0,16]', '[16,0]'), 16),
    "the -16 bytes of 'W' don't match its shape [2]",
  ],
  ['truncated bytes', file(good, 15), "the file ends inside 'W'"],
  ['offsets outside the file', file(good.replace('[0,16]', '[800,816]'), 16), "the file ends inside 'W'"],
  ['bytes after the last tensor', file(good, 17), '1 bytes follow the last tensor'],
  ['bytes without a tensor', file('{}', 4), '4 bytes follow the last tensor'],
  [
    'a gap before the first tensor',
    file(good.replace('[0,16]', '[8,24]'), 24),
    "8 bytes before 'W' don't belong to any tensor",
  ],
  ['a gap between tensors', file(two('0,8', '16,24'), 24), "8 bytes before 'W' don't belong to any tensor"],
  ['tensors at the same offsets', file(two('0,8', '0,8'), 8), "'W' overlaps the tensor before it"],
  ['overlapping tensors', file(two('4,12', '0,8'), 12), "'V' overlaps the tensor before it"],
];

describe('a malformed file', () => {
  test.each(malformed)('is refused: %s', (_, bytes, failure) => {
    expect(readSafetensors(bytes)).toEqual({ failure });
  });

  test('is refused if it is truncated anywhere', () => {
    const bytes = writeSafetensors(model);
    for (let length = 0; length < bytes.length; length++) {
      expect(readSafetensors(bytes.subarray(0, length))).toEqual({ failure: expect.any(String) });
    }
  });

  test('never throws for a changed byte', () => {
    const bytes = writeSafetensors(model);
    const changed = fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      expect(readSafetensors(bytes.with(at, byte))).toBeInstanceOf(Object);
    });
    fc.assert(changed, { seed: 7, numRuns: 2000 });
  });
});

/** A header, whose characters stand for bytes, followed by a number of zero bytes. */
function file(header: string, length: number): Uint8Array {
  return Buffer.concat([lengthAlone(header.length), Buffer.from(header, 'latin1'), Buffer.alloc(length)]);
}

function lengthAlone(length: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(length));
  return bytes;
}

/** Each tensor's shape, and its elements as bytes. */
function bitsOf(tensors: ReturnType<typeof readSafetensors>): Map<string, [readonly number[], string]> {
  if (isReadFailure(tensors)) throw new Error(tensors.failure);
  return new Map(
    [...tensors].map(([name, { shape, values }]) => [
      name,
      [shape, Buffer.from(values.slice().buffer).toString('hex')],
    ]),
  );
}
