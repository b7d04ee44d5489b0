/** The backward pass as a document: its text and its values. */

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../../scripts/paths.ts';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { exportBackwardPass } from '../../../server/src/export/backward/exportBackwardPass.ts';
import { isValueDefinition } from '../../../server/src/language/syntax/ast.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { evaluated, evaluatedIfPossible, valuesOf } from '../../support/models/evaluated.ts';
import { sampleModels } from '../../support/models/fuzzedTexts.ts';
import { backwardDocumentErrors, backwardDocumentOf } from '../../support/oracles/backwardDocument.ts';

const examples = globSync('*.bp', { cwd: join(root, 'examples') }).map((file) => ({
  file,
  name: basename(file, '.bp'),
  text: readFileSync(join(root, 'examples', file), 'utf8'),
}));
const withLoss = examples.filter(({ text }) => analyze(text).model.objective);

/** A model with everything in a document: shared consumers, sums over copies, calls and several losses. */
const everything = `data X = [[1, 2], [3, 4], [0, 1]]
data t = [0, 1, 1]
const k = 3
param s = [0.5, 2]
scaled = X * s
net = mlp(scaled, 2, 2)
fn size_of(a) = sum(a * a)
loss fit = cross_entropy(net, t)
loss small = 0.01 * (size_of(s) + size_of(s - k)) + mse(s[::-1], [1, 1])
train sgd(lr = 0.1, seed = 2)`;

describe('the text of a document', () => {
  const lessons = [...examples.filter(({ name }) => ['lesson', 'chain-rule', 'linear-regression'].includes(name))];
  test.each(lessons)('matches the snapshot of $name', async ({ name, file, text }) => {
    await expect(backwardDocumentOf(evaluated(text), file).text).toMatchFileSnapshot(`${name}.bp`);
  });

  test('matches the snapshot of a model with everything', async () => {
    await expect(backwardDocumentOf(evaluated(everything), 'everything.bp').text).toMatchFileSnapshot('everything.bp');
  });
});

describe('the values of a document', () => {
  test.each(withLoss)('match the model $name', ({ text }) => expectFaithful(text));

  test.each(sampleModels.map((text) => [text.split('\n')[0], text]))('match the sample model %s', (_, text) => {
    if (analyze(text).model.objective) expectFaithful(text);
  });

  test('match a model with everything', () => expectFaithful(everything));
});

test.each(withLoss)('the document of $name has every gradient that the loss depends on', ({ text }) => {
  const model = evaluated(text);
  const { objective, program, statementNodes } = model.model;
  const document = evaluated(backwardDocumentOf(model).text);
  for (const statement of model.tree.statements.filter(isValueDefinition)) {
    const { name } = statement.name;
    const adjoint = adjointOf(objective!.backwardPass, statementNodes[statement.id]);
    const expected =
      adjoint === undefined ? undefined : Array.from(elementsOf(program, model.evaluation.values, adjoint));
    expect(valuesOf(document, `d${objective!.label}_d${name}`), name).toEqual(expected);
  }
});

describe('a document', () => {
  test('contains the current params and samples', () => {
    const text = linesOf(
      'param W[2, 2] ~ he()\ndata x = [1, -0]\nconst c = 1 / 3\nparam p = c\nloss L = sum(x @ W) * p',
    );
    expect(text.slice(4, 7)).toEqual([
      expect.stringMatching(/^const W = \[\[-?\d\.\d+, -?\d\.\d+\], \[/),
      'data x = [1, -0]',
      'const p = 0.3333333333333333',
    ]);
  });

  test('keeps const expressions', () => {
    const text = 'const a = 2\nconst b = [a, 3]\nconst c = sqrt(b) / a\nparam x = 1\nloss L = sum(c * x)';
    expect(linesOf(text)).toEqual(expect.arrayContaining(['const b = [a, 3]', 'const c = sqrt(b) / a']));
    expectFaithful(text);
  });

  test('omits statements that the loss does not depend on', () => {
    const names = namesOf('param x = 1\nparam y = 2\nconst c = 3\nz = x * y\nloss L = x^2\nw = L + c');
    expect(names).toEqual(['x', 'L', 'dL_dL', 'dL_dx']);
  });

  test('names subexpressions that have a gradient, after their statement if there are several', () => {
    expect(namesOf('param x = 1\nconst c = 2\na = sin(c) * (x + c)\nloss L = a^2').slice(2, 6)).toEqual([
      'sum',
      'sin',
      'a',
      'L',
    ]);
    expect(namesOf('param x = 1\na = x * x + x\nloss L = a^2').slice(1, 4)).toEqual(['product', 'a', 'L']);
    expect(namesOf('param x = 1\na = x * x + x\nb = (a * x)^2\nloss L = b').slice(1, 6)).toEqual([
      'a_product',
      'a',
      'b_product',
      'b',
      'L',
    ]);
  });

  test('names params of a call by their path and its values after the call', () => {
    const names = namesOf('data X = [[1], [2]]\nh = tanh(dense(X, 2))\nloss L = sum(h)');
    expect(names.slice(0, 6)).toEqual(['X', 'h_W', 'h_b', 'h_product', 'h_sum', 'h']);
  });

  test('gives unique names', () => {
    const text =
      'param h_W = 1\nparam sum = 2\nparam dL_dsum = 3\nh = sum(dense([[h_W]], 1))\nloss L = (sum + dL_dsum + h) * 2';
    const names = namesOf(text);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['h_W', 'h_W_2', 'sum', 'L_sum', 'dL_dsum', 'dL_dsum_2']));
    expectFaithful(text);
  });

  test('keeps names in any script', () => {
    expect(namesOf('param 사과 = 2\nparam θ = 3\nloss _L = 사과 * θ')).toContain('d_L_d사과');
  });

  test('computes repeated terms of a rule once', () => {
    expect(linesOf('param x = 2\nparam y = 1\nloss L = mse(x, y)')).toEqual(
      expect.arrayContaining(['dL_dx = dL_dL * (2 * (x - y))  # ∂L/∂x', 'dL_dy = -dL_dx                 # ∂L/∂y']),
    );
    expect(linesOf('param x = 2\nloss L = silu(x)')).toContain(
      'dL_dx = dL_dL * (sigmoid * (1 + x * (1 - sigmoid)))  # ∂L/∂x',
    );
  });

  test('splits long gradient sums over several lines', () => {
    const names = Array.from({ length: 30 }, (_, i) => `consumer${i}`);
    const text = `param x = 0.1\n${names.map((name, i) => `${name} = ${i} * x`).join('\n')}\nloss L = ${names.join(' + ')}`;
    const lines = linesOf(text);
    expect(lines).toContain('# x is used 30 times, so its gradient is the sum of their contributions.');
    expect(lines.at(-1)).toMatch(/^dL_dx = dL_dx_so_far_\d+ \+ /);
    expect(Math.max(...lines.filter((line) => line.startsWith('dL_dx')).map((line) => line.length))).toBeLessThan(120);
    expectFaithful(text);
  });

  test('notes a loss without params', () => {
    const lines = linesOf('const c = 2\nloss L = c^2');
    expect(lines[1]).toBe('# L does not depend on any param, so no gradient flows back.');
    expect(lines.at(-1)).toBe('dL_dL = 1');
  });

  test('is valid for any file name', () => {
    const { text } = backwardDocumentOf(evaluated('param x = 1\nloss L = x'), 'a\nparam y = 1.bp');
    expect(text.split('\n')[0]).toContain('of a param y = 1.bp: forward');
  });

  test.each([
    ['a NaN and infinities', 'data x = [1, 2, 0]\nparam a = 0\nloss L = sum(log(x - 2) / a)'],
    ['a random param', 'param W[3, 2] ~ normal(0, 1)\nloss L = sum(W[1:, ::-1] * [0.5, 2])'],
    ['lists of constants', 'param x = 1\nloss L = sum(concat([[1, x], stack([[x, 2], [3, 4]], axis = 1)[0]]))'],
    ['a gradient in the loss', 'param x = 3\ny = x^3\nloss L = y + (∂y/∂x)^2'],
    ['an empty tensor', 'param x = 1\nloss L = x + sum(zeros([0, 3]) * x)'],
    ['a loss that is an alias', 'param x = 1\ny = x\nz = y\nloss L = z'],
    ['a const in a call', 'fn f(a) {\n  const c = 3\n  b = a * c\n  return b * b\n}\nparam x = 2\nloss L = f(x + 1)'],
    ['a long expression that no gradient flows through', `param x = 1\nloss L = x * (${'sin(2) + '.repeat(60)}1)`],
  ])('keeps the values of %s', (_, text) => expectFaithful(text));
});

test('a document can have thousands of statements', () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => `x${i + 1} = x${i} * 0.999 + 0.001 * x0`);
  expectFaithful(`param x0 = 2\n${lines.join('\n')}\nloss L = x5000^2`);
});

test.each([
  [
    'a model without a loss',
    'x = 1',
    "Can't show the backward pass without a loss. Add one, for example: loss L = (target - f)^2",
  ],
  [
    'a broken model',
    'param x = 1\nloss L = x + y',
    "Can't show the backward pass: line 2 has an error: 'y' is not defined.",
  ],
  [
    'a model that is too large to write out',
    'data X = ones([1001, 1000])\nparam x = 1\nloss L = sum(X * x)',
    "Can't show the backward pass: it would write out 1,001,001 numbers, and a file can have at most 1,000,000.",
  ],
])('the document of %s is refused with a reason', (_, text, refusal) => {
  expect(exportBackwardPass(evaluatedIfPossible(text), 'a.bp')).toEqual({ refusal });
});

test('the document of an unevaluated model is refused with a reason', () => {
  const refusal = "Can't show the backward pass: the model could not be evaluated.";
  expect(exportBackwardPass(analyze('param x = 1\nloss L = x'), 'a.bp')).toEqual({ refusal });
});

function expectFaithful(text: string): void {
  const model = evaluated(text);
  expect(backwardDocumentErrors(backwardDocumentOf(model), model.model.program, model.evaluation.values)).toEqual([]);
}

function linesOf(text: string): string[] {
  return backwardDocumentOf(evaluated(text)).text.trimEnd().split('\n');
}

function namesOf(text: string): string[] {
  return [...backwardDocumentOf(evaluated(text)).nodes.keys()];
}
