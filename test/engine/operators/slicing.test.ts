/** Slices: index semantics, results, and the inverse operation. */

import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../../server/src/engine/ir/operator.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { type Index, resolveSlice, slice, unslice } from '../../../server/src/engine/operators/shapes/slicing.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { apply, counting, refusal } from '../../support/programs/applyOperator.ts';

const at = (index: number): Index => ({ kind: 'at', index });
const range = (start?: number, stop?: number, step?: number): Index => ({
  kind: 'range',
  ...(start !== undefined && { start }),
  ...(stop !== undefined && { stop }),
  ...(step !== undefined && { step }),
});

describe('indices', () => {
  test.each<[string, Shape, Index[], object]>([
    ['no index', [2, 3], [], { begin: [0, 0], step: [1, 1], shape: [2, 3], squeezedShape: [2, 3] }],
    ['no index of a scalar', [], [], { begin: [], step: [], shape: [], squeezedShape: [] }],
    ['x[-1]', [2, 3], [at(-1)], { begin: [1, 0], step: [1, 1], shape: [1, 3], squeezedShape: [3] }],
    ['x[1:3, 0]', [4, 3], [range(1, 3), at(0)], { begin: [1, 0], step: [1, 1], shape: [2, 1], squeezedShape: [2] }],
    ['x[0, 2]', [4, 3], [at(0), at(2)], { begin: [0, 2], step: [1, 1], shape: [1, 1], squeezedShape: [] }],
    ['x[::-1]', [3], [range(undefined, undefined, -1)], { begin: [2], step: [-1], shape: [3], squeezedShape: [3] }],
    ['x[5:]', [3], [range(5)], { begin: [0], step: [1], shape: [0], squeezedShape: [0] }],
    ['x[-9:9]', [3], [range(-9, 9)], { begin: [0], step: [1], shape: [3], squeezedShape: [3] }],
  ])('%s resolves to the expected slice', (_, shape, indices, expected) => {
    expect(resolveSlice(shape, indices)).toEqual(expected);
  });

  test.each<[Shape, Index[], string]>([
    [[2, 3], [at(0), at(3)], 'index 3 is out of range for length 3 on axis 1 of [2, 3]'],
    [[2, 3], [at(-3)], 'index -3 is out of range for length 2 on axis 0 of [2, 3]'],
    [[0], [at(0)], 'index 0 is out of range for length 0 on axis 0 of [0]'],
    [[2], [at(0.5)], 'index 0.5 is not a whole number on axis 0 of [2]'],
    [[2], [range(0, 1, 0)], "the step of a slice can't be 0 on axis 0 of [2]"],
    [[2], [range(0, 1.5)], 'bound 1.5 is not a whole number on axis 0 of [2]'],
    [[2, 3], [at(0), at(0), at(0)], 'too many indices: 3 for [2, 3], which has 2 axes'],
    [[], [at(0)], "a scalar can't be indexed"],
  ])('%j indexed by %j is refused', (shape, indices, mismatch) => {
    expect(resolveSlice(shape, indices)).toEqual({ mismatch });
  });

  test.runIf(isPytorchRequired)('mean the same as in Python', async () => {
    const bounds = [undefined, -5, -4, -1, 0, 1, 2, 3, 4, 5];
    const steps = [undefined, -4, -2, -1, 1, 2, 3];
    const ranges = bounds.flatMap((start) =>
      bounds.flatMap((stop) => steps.flatMap((step) => [0, 1, 4].map((length) => ({ start, stop, step, length })))),
    );
    const script = `
import json

ranges = json.loads('${JSON.stringify(ranges)}')
cut = lambda r: list(range(r['length']))[r.get('start'):r.get('stop'):r.get('step')]
print(json.dumps([cut(r) for r in ranges]))
`;
    const ours = ranges.map(({ start, stop, step, length }) => {
      const { squeezedShape, ...attributes } = cut([length], [range(start, stop, step)]);
      return apply(slice, [counting(length)], attributes).values;
    });
    expect(ours).toEqual(JSON.parse(await runPython(script)));
  });
});

function cut(shape: Shape, indices: readonly Index[]) {
  const part = resolveSlice(shape, indices);
  if ('mismatch' in part) throw new Error(part.mismatch);
  return part;
}

describe('a slice', () => {
  test.each<[string, Shape, Attributes, number[]]>([
    ['every other row, backward', [4, 2], { begin: [3, 0], step: [-2, 1], shape: [2, 2] }, [6, 7, 2, 3]],
    ['one element', [2, 3], { begin: [1, 2], step: [1, 1], shape: [1, 1] }, [5]],
    ['nothing', [2, 3], { begin: [0, 0], step: [1, 1], shape: [0, 3] }, []],
    ['nothing of an empty tensor', [0], { begin: [0], step: [1], shape: [0] }, []],
    ['a scalar itself', [], { begin: [], step: [], shape: [] }, [0]],
    ['parts of inner axes', [2, 2, 2], { begin: [0, 1, 1], step: [1, 1, -1], shape: [2, 1, 2] }, [3, 2, 7, 6]],
  ])('takes %s', (_, shape, attributes, values) => {
    expect(apply(slice, [counting(...shape)], attributes)).toEqual({ shape: attributes.shape, values });
  });

  test('is refused if it exceeds the tensor', () => {
    const attributes = { begin: [1], step: [2], shape: [2] };
    expect(refusal(slice, [[4]], attributes)).toBeUndefined();
    expect(refusal(slice, [[3]], attributes)).toBe(
      'slice: [2] starting at [1] in steps of [2] is out of range for [3]',
    );
    expect(refusal(slice, [[3, 1]], attributes)).toContain('is out of range for [3, 1]');
    expect(refusal(slice, [[3]], { begin: [0], step: [-1], shape: [2] })).toContain('is out of range for [3]');
    expect(refusal(unslice, [[2]], { ...attributes, shape: [3] })).toBe(
      'unslice: [2] starting at [1] in steps of [2] is out of range for [3]',
    );
    expect(refusal(unslice, [[2]], { begin: [0, 1], shape: [3] })).toContain('is out of range for [3]');
    expect(refusal(unslice, [[2]], { ...attributes, shape: [-4] })).toBe('unslice: [-4] is not a valid shape');
  });
});

describe('an unslice', () => {
  test.each<[string, Shape, Attributes, number[]]>([
    ['puts rows back', [2, 2], { begin: [3, 0], step: [-2, 1], shape: [4, 2] }, [0, 0, 2, 3, 0, 0, 0, 1]],
    ['puts nothing into zeros', [0], { begin: [0], step: [1], shape: [2] }, [0, 0]],
    ['puts rows at the start by default', [1, 2], { shape: [2, 2] }, [0, 1, 0, 0]],
    ['puts a scalar into a scalar', [], { begin: [], step: [], shape: [] }, [0]],
  ])('%s', (_, shape, attributes, values) => {
    expect(apply(unslice, [counting(...shape)], attributes)).toEqual({ shape: attributes.shape, values });
  });
});
