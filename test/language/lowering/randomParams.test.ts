/** Random params: their values depend only on seed, name and shape. */

import { describe, expect, test } from 'vitest';
import { Random } from '../../../server/src/engine/math/random.ts';
import { nodeAt } from '../../../server/src/language/lowering/model.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { redrawProblems } from '../../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';

describe('an initializer', () => {
  test.each<[string, number[], number[]]>([
    ['param p ~ zeros()', [], [0]],
    ['param p ~ ones', [], [1]],
    ['param p[3] ~ ones()', [3], [1, 1, 1]],
    ['param p[2, 2] ~ zeros', [2, 2], [0, 0, 0, 0]],
    ['param p[0, 3] ~ normal()', [0, 3], []],
    ['param p[2, 0] ~ glorot()', [2, 0], []],
    ['param p[] ~ ones()', [], [1]],
    ['const n = 1\nparam p[n, 2 * n] ~ ones()', [1, 2], [1, 1]],
    ['data X = [[1, 2, 3]]\nparam p[size(X, -1)] ~ ones()', [3], [1, 1, 1]],
    ['param p[2] ~ normal(3, 0)', [2], [3, 3]],
    ['const m = 2\nparam p ~ uniform(hi = m, lo = m)', [], [2]],
    ['param p[1,] ~ normal(std = 0, mean = -1)', [1], [-1]],
  ])('%s gives the expected shape and values', (text, shape, values) => {
    const snapshot = evaluated(text);
    expect(snapshot.problems).toEqual([]);
    const node = nodeAt(snapshot.model.statementNodes, snapshot.names.definitions.get('p')!.id)!;
    expect(snapshot.model.program.shape(node)).toEqual(shape);
    expect(valuesOf(snapshot, 'p')).toEqual(values);
  });

  test('draws one number for a scalar', () => {
    expect(drawnIn('param p ~ normal()')).toEqual([new Random(0, 'p').normal()]);
    expect(drawnIn('param p ~ normal(10, 2)')).toEqual([10 + 2 * new Random(0, 'p').normal()]);
  });
});

describe('the numbers drawn for a param', () => {
  const text = 'param p[3] ~ normal()';
  const numbers = drawnIn(text);

  test.each([
    ['after another random param', `param q[100] ~ normal()\n${text}`],
    ['before other statements', `${text}\nh = dense([[1, 2]], 3)\nloss L = sum(h) + sum(p)`],
    ['in a broken file', `a = (\n${text}\nb = 1 +`],
    ['with a seed of 0', `${text}\ntrain sgd(seed = 0)`],
    ['with another optimizer', `${text}\ntrain adam(lr = 0.1, batch = 1)`],
    ['with a broken train statement', `${text}\ntrain sgd(lr = `],
  ])('stay the same %s', (_, other) => expect(drawnIn(other)).toEqual(numbers));

  test('are the first numbers of a longer shape', () => {
    expect(drawnIn('param p[2, 2] ~ normal()').slice(0, 3)).toEqual(numbers);
  });

  test('do not depend on other calls', () => {
    const one = 'x = [[1, 2]]\nh = dense(x, 2)\np = h.W';
    expect(drawnIn(`x = [[1, 2]]\ng = dense(x, 2)\nh = dense(x, 2)\np = h.W`)).toEqual(drawnIn(one));
  });
});

describe('the numbers drawn for another seed or name', () => {
  const text = 'param p[3] ~ normal()';

  test.each([
    ['with another seed', `${text}\ntrain sgd(seed = 7)`],
    ['with a seed given by position', `${text}\ntrain sgd(0.1, 0, 0, 0, 8, 2, 7)`],
    ['under another name', 'param q[3] ~ normal()\np = q'],
  ])('change %s', (_, other) => expect(drawnIn(other)).not.toEqual(drawnIn(text)));

  test('differ between two calls', () => {
    const { model, evaluation } = evaluated('x = [[1, 2]]\nh = dense(x, 2) + dense(x, 2)');
    const [first, , second] = model.params.map(({ node }) => evaluation.values.starts[node]);
    expect(evaluation.values.data[first]).not.toBe(evaluation.values.data[second]);
  });
});

test.each(['(seed = 7, lr', '(lr = , seed = 7)', '(seed = 7, lr = nothing)', '(seed = 7, rate = 1)'])(
  'the seed counts while the statement is typed as %s',
  (typed) => {
    const train = 'param p[3] ~ normal()\nloss L = sum(p^2)\ntrain sgd';
    expect(drawnIn(train + typed)).toEqual(drawnIn(`${train}(seed = 7)`));
  },
);

test('a seed given by position counts like one given by name', () => {
  const text = 'param p[3] ~ normal()\ntrain sgd';
  expect(drawnIn(`${text}(0.1, 0, 0, 0, 8, 2, 7)`)).toEqual(drawnIn(`${text}(seed = 7)`));
});

test('a param keeps its learned value while name and shape match', () => {
  const read = (text: string) => {
    const learnedParams = new Map([['h.b', { shape: [2], values: Float64Array.of(5, 6) }]]);
    return analyze(text, 0, { files: { readText: none, readSamples: none }, learnedParams });
  };
  const none = (name: string) => ({ reason: name });
  const startOf = (text: string) => {
    const { model } = read(text);
    const { node } = model.params.find(({ name }) => name === 'h.b')!;
    return model.program.attributes(model.program.operand(node, 0)).values;
  };
  expect(startOf('h = dense([[1]], 2)')).toEqual(Float64Array.of(5, 6));
  expect(startOf('fn f(x) {\n  param b = [0, 0]\n  return x * b\n}\nh = f(1)')).toEqual(Float64Array.of(5, 6));
  expect(startOf('h = dense([[1]], 3)')).toEqual(Float64Array.of(0, 0, 0));
  expect(read('h = dense([[1]], 3)').problems.map(({ code, start, message }) => [code, start, message])).toEqual([
    ['learned-params-mismatch', 0, 'h.b was [2] when it was trained and is [3] now, so its learned values are ignored'],
  ]);
});

test('invalid initializers are reported at their source', () => {
  expectUnchanged(
    `
param q = 2
y = 2 * q
param a[3] ~ normol()
             ^^^^^^ error undefined-initializer: initializer 'normol' is not defined; did you mean 'normal'?
param b[3] ~ normal(0, 1, 2)
                          ^ error too-many-arguments: too many arguments for normal; its signature is normal(mean = 0, std = 1)
param c[3] ~ normal(sd = 1)
                    ^^ error unknown-argument: normal has no argument 'sd'; write std = …
param d[3] ~ normal(0, mean = 1)
                              ^ error duplicate-argument: the argument 'mean' of normal is given twice
param e[3] ~ zeros(1)
                   ^ error too-many-arguments: too many arguments for zeros; its signature is zeros()
param f[3] ~ glorot()
             ^^^^^^ error shape-mismatch: glorot: it needs a shape with a fan-in and a fan-out, such as [in, out], not [3]
param g ~ he()
          ^^ error shape-mismatch: he: it needs a shape with a fan-in and a fan-out, such as [in, out], not scalar
param h[-1, 2] ~ zeros()
        ^^ error not-a-length: the length of an axis must be a constant whole number, 0 or greater
param i[y] ~ zeros()
        ^ error not-constant: 'y' is a node; a param can only use numbers, consts and data
param j[q] ~ zeros()
        ^ error not-constant: 'q' is a param; a param can only use numbers, consts and data
param k[2] ~ normal(0, [1, 2])
                       ^^^^^^ error argument-not-constant: 'std' must be a constant number
param l[100000, 100000] ~ zeros()
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error too-many-elements: the model needs 10,000,000,000 numbers for its values and gradients, more than the limit of 33,554,432
param o[2] = 3
      ^^^^ error missing-initializer: a param needs a value, as in param o = 0.5, or an initializer, as in param o[4, 8] ~ normal(0, 0.5)
param r[2 ~ zeros()
          ^ error unexpected-token: unexpected '~'
param s[n] ~ zeros()
        ^ error undefined-name: 'n' is not defined
s2 = sum(s)
loss L = q + sum(a) + sum(zeros([2]))`,
    redrawProblems,
  );
});

function drawnIn(text: string): readonly number[] {
  return valuesOf(evaluated(text), 'p')!;
}
