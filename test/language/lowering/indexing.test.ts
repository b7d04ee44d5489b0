/** NumPy indexing in the language: values, shapes, gradients and problems. */

import { describe, expect, test } from 'vitest';
import { nodeAt } from '../../../server/src/language/lowering/model.ts';
import { redrawProblems } from '../../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';

/**
 * The expected values are those of the same brackets in NumPy: `numpy.arange(24).reshape(2, 3, 4)`, or 12 or 6 numbers.
 */
const names = 'const n = 2\nv = arange(6)\nm = reshape(arange(12), [3, 4])\nt = reshape(arange(24), [2, 3, 4])\n';

describe('an index', () => {
  test.each<[string, number[], number[]]>([
    ['v[0]', [], [0]],
    ['v[-1]', [], [5]],
    ['v[n]', [], [2]],
    ['v[n * 2 - 1]', [], [3]],
    ['v[1:3]', [2], [1, 2]],
    ['v[:n]', [2], [0, 1]],
    ['v[4:]', [2], [4, 5]],
    ['v[:]', [6], [0, 1, 2, 3, 4, 5]],
    ['v[-2:]', [2], [4, 5]],
    ['v[:-4]', [2], [0, 1]],
    ['v[::2]', [3], [0, 2, 4]],
    ['v[1::2]', [3], [1, 3, 5]],
    ['v[::-1]', [6], [5, 4, 3, 2, 1, 0]],
    ['v[4:1:-1]', [3], [4, 3, 2]],
    ['v[:2:-2]', [2], [5, 3]],
    ['v[10:]', [0], []],
    ['v[3:1]', [0], []],
    ['v[-100:100]', [6], [0, 1, 2, 3, 4, 5]],
    ['v[1:][1:][0]', [], [2]],
    ['m[1]', [4], [4, 5, 6, 7]],
    ['m[1, 2]', [], [6]],
    ['m[1][2]', [], [6]],
    ['m[:, 1]', [3], [1, 5, 9]],
    ['m[1:, :2]', [2, 2], [4, 5, 8, 9]],
    ['m[-1, ::-1]', [4], [11, 10, 9, 8]],
    ['m[0:1]', [1, 4], [0, 1, 2, 3]],
    ['m.T[1]', [3], [1, 5, 9]],
    ['m[1].T', [4], [4, 5, 6, 7]],
    ['m[1:3, 0].T', [2], [4, 8]],
    ['(m + 1)[0, 0]', [], [1]],
    ['sum(m, axis = 0)[1]', [], [15]],
    ['-m[0, 1]^2', [], [-1]],
    ['t[1, 2, 3]', [], [23]],
    ['t[:, 0, 1]', [2], [1, 13]],
    ['t[0, :, -1]', [3], [3, 7, 11]],
    ['t[1]', [3, 4], [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]],
    ['t[:, :, 0][1]', [3], [12, 16, 20]],
    ['t[:, 5:, 0]', [2, 0], []],
    ['[v[0], v[1] + 1, 7]', [3], [0, 2, 7]],
    ['[m[0], [1, 2, 3, 4]]', [2, 4], [0, 1, 2, 3, 1, 2, 3, 4]],
    ['[[v[0], 1], [2, v[3]]]', [2, 2], [0, 1, 2, 3]],
  ])('%s picks the same elements as in NumPy', (expression, shape, values) => {
    const snapshot = evaluated(`${names}y = ${expression}`);
    expect(snapshot.problems).toEqual([]);
    const node = nodeAt(snapshot.model.statementNodes, snapshot.names.definitions.get('y')!.id)!;
    expect(snapshot.model.program.shape(node)).toEqual(shape);
    expect(valuesOf(snapshot, 'y')).toEqual(values);
  });
});

describe('a gradient through an index', () => {
  test.each([
    ['m[1, 2]', '[[0, 0, 0], [0, 0, 1]]'],
    ['sum(m[0])', '[[1, 1, 1], [0, 0, 0]]'],
    ['sum(m[:, ::2])', '[[1, 0, 1], [1, 0, 1]]'],
    ['sum(m[::-1, 1:] * [[1, 2], [3, 4]])', '[[0, 3, 4], [0, 1, 2]]'],
    ['sum(m[1:0])', '[[0, 0, 0], [0, 0, 0]]'],
    ['m[0, 0] * m[0, 1] + m[0, 0]', '[[3, 1, 0], [0, 0, 0]]'],
    ['sum([m[0], m[0], m[1]] * [[1], [10], [100]])', '[[11, 11, 11], [100, 100, 100]]'],
    ['sum([m[0, 0], 5, m[0, 0]] * [1, 2, 3])', '[[4, 0, 0], [0, 0, 0]]'],
    ['m[1, 2]^2', '[[0, 0, 0], [0, 0, 12]]'],
    ['sum(∂(m[0, 1]^3)/∂m)', '[[0, 12, 0], [0, 0, 0]]'],
  ])('the gradient of %s reaches the picked elements', (expression, gradient) => {
    const text = `param m = [[1, 2, 3], [4, 5, 6]]\nloss L = ${expression}\nexpect ∂L/∂m ≈ ${gradient} within 0`;
    expect(evaluated(text).problems).toEqual([]);
  });
});

test('invalid indices are reported at their ranges', () => {
  expectUnchanged(
    `
const n = 3
param p = 1
v = [1, 2, 3]
m = [[1, 2], [3, 4]]
a = v[n]
    ^^^^ error shape-mismatch: index 3 is out of range for length 3 on axis 0 of [3]
b = m[0, -3]
    ^^^^^^^^ error shape-mismatch: index -3 is out of range for length 2 on axis 1 of [2, 2]
c = v[0, 0]
    ^^^^^^^ error shape-mismatch: too many indices: 2 for [3], which has 1 axis
d = n[0]
    ^^^^ error shape-mismatch: a scalar can't be indexed
e = v[::0]
    ^^^^^^ error shape-mismatch: the step of a slice can't be 0 on axis 0 of [3]
f = v[p]
      ^ error not-an-index: an index must be a constant whole number or a slice such as 1:3; to index with a tensor, use gather(x, indices)
g = v[0:p]
        ^ error not-an-index: an index must be a constant whole number or a slice such as 1:3; to index with a tensor, use gather(x, indices)
h = v[]
     ^^ error empty-index: expected an index between '[' and ']', as in a[0] or a[1:3]
i = v[0,, 1]
       ^ error missing-operand: expected a value after ','
j = v[0
     ^ error unclosed-bracket: expected ']' to close this '['
r = v[0, 1:
     ^ error unclosed-bracket: expected ']' to close this '['
k = v[1:2:1:1]
           ^ error unexpected-token: unexpected ':'
l = [v, [1, 2]]
    ^^^^^^^^^^^ error shape-mismatch: stack: [3] and [2] differ on axis 0: 3 ≠ 2
o = [1, v]
    ^^^^^^ error shape-mismatch: stack: scalar and [3] have different numbers of axes
q = v["a"]
      ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
loss L = p`,
    redrawProblems,
  );
});
