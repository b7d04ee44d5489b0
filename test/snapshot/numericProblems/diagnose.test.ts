/** Diagnoses derived from the numbers of a model. */

import { describe, expect, test } from 'vitest';
import type { Mode } from '../../../server/src/engine/ir/mode.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import type { LearnedParams } from '../../../server/src/language/lowering/model.ts';
import { noFiles } from '../../../server/src/language/names/modules/files.ts';
import { analyze, isSound } from '../../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../../server/src/snapshot/withValues.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { longModel } from '../../support/models/longModel.ts';

describe('non-finite numbers', () => {
  test.each<[string, string, string[]]>([
    ['are reported at the expression that produces them', 'a = 1 + log(0)\nb = a * 2', ['log(0) | log(0) produced −∞']],
    [
      'are reported with both operands',
      'param x = 2\na = 3 * (x / (x - 2))',
      ['x / (x - 2) | x / (x - 2) produced ∞ from x = 2, x - 2 = 0'],
    ],
    [
      'name an operand that is used twice only once',
      'param x = 1e200\na = x * x',
      ['x * x | x * x produced ∞ from x = 1e200'],
    ],
    [
      'are reported for each producer in order',
      'a = log(-1) + 1 / 0',
      ['log(-1) | log(-1) produced NaN', '1 / 0 | 1 / 0 produced ∞'],
    ],
    [
      'are reported with their index in a tensor',
      'data d = [[1, 0], [0, 2]]\na = log(d)',
      ['log(d) | log(d) produced −∞ from d = 0 at [0, 1] and 1 other'],
    ],
    [
      'are reported with the operand of a reduction',
      'data d = [1e308, 1e308]\na = sum(d)',
      ['sum(d) | sum(d) produced ∞ from d = 1e308'],
    ],
    [
      'are reported with the range of the operand of a reduction',
      'data d = [1e308, 5, 1.7e308]\na = sum(d)',
      ['sum(d) | sum(d) produced ∞ from d between 5 and 1.7e308'],
    ],
    ['are reported in the start value of a param', 'param x = 1 / 0\ny = x + 1', ['1 / 0 | 1 / 0 produced ∞']],
    [
      'are reported across several lines',
      'param x = 0\na = log(x # zero\n  )',
      ['log(x # zero\n  ) | log(x ) produced −∞ from x = 0'],
    ],
    ['are not reported in an unnamed branch that is not taken', 'param x = 0\na = where(x > 0, log(x) + 1, 5)', []],
    [
      'are reported in a branch that is taken',
      'param x = 0\na = where(x < 1, log(x) + 1, 5)',
      ['log(x) | log(x) produced −∞ from x = 0'],
    ],
    [
      'are reported in a named branch that is not taken',
      'l = log(0)\na = where(0, l, 5)',
      ['log(0) | log(0) produced −∞'],
    ],
    ['are not reported in an expectation', 'expect log(-1) ≈ 1 within 1 / 0', []],
    ['are not reported in a train statement', 'train sgd(lr = 1 / 0)', []],
    ['are reported inside a gradient', 'param x = 0\ny = sqrt(x)\ng = ∂y/∂x', ['∂y/∂x | ∂y/∂x produced ∞']],
  ])('%s', (_, text, expected) => {
    expect(found(text, 'not-finite')).toEqual(expected);
  });

  test('are reported for a leaf that is set to NaN', () => {
    const snapshot = analyze('param x = [1, 2]\ny = x + 1');
    const [{ node }] = snapshot.model.params;
    const values = new Execution(snapshot.model.program).run(new Map([[node, Float64Array.of(1, Number.NaN)]]));
    expect(withValues(snapshot, values).problems.map(({ message }) => message)).toEqual(['x has the value NaN at [1]']);
  });

  test('keep the model valid', () => {
    expect(isSound(evaluated('a = log(0)'))).toBe(true);
  });
});

describe('a non-finite gradient', () => {
  test.each<[string, string, string[]]>([
    [
      'is reported at a pole',
      'param x = 0\nloss L = 2 * sqrt(x)',
      ['sqrt(x) | the gradient through sqrt(x) is ∞: x = 0'],
    ],
    ['is not reported if the objective itself is not finite', 'param x = 0\nloss L = log(x)', []],
    [
      'is reported only at the first node of the backward pass',
      'param x = 0\nloss L = sqrt(sqrt(x))',
      ['sqrt(sqrt(x)) | the gradient through sqrt(sqrt(x)) is ∞: sqrt(x) = 0'],
    ],
    ['is reported only on the way to a param', 'param x = 1\nconst c = 0\nloss L = x + sqrt(c)', []],
    [
      'is reported through an infinite intermediate value',
      'param x = -1000\nloss L = 1 / (1 + exp(-x))',
      ['exp(-x) | the gradient through exp(-x) is NaN: -x = 1000'],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text, 'gradient-not-finite')).toEqual(expected);
  });
});

describe('the gradient trap of where(…)', () => {
  test.each([
    ['where(x > 0, sqrt(x), 0)', 'sqrt(where(x > 0, x, 1))'],
    ['where(x <= 0, 0, sqrt(x))', 'sqrt(where(x <= 0, 1, x))'],
    ['where(x > 0, 3 + 2 * log(x), 0)', 'log(where(x > 0, x, 1))'],
    ['where(x > 0, 1 / x, 0)', '1 / where(x > 0, x, 1)'],
    ['where(x > 0, (2 * x)^0.5, 0)', '(where(x > 0, 2 * x, 1))^0.5'],
    ['where(x < 0, asin(x + 1), 0)', 'asin(where(x < 0, x + 1, 0))'],
    ['where(x > 0, sqrt(x # a root\n), 0)', 'sqrt(where(x > 0, x, 1) )'],
  ])('is reported with a fix for %j', (expression, instead) => {
    const [problem] = evaluated(`param x = 0\nloss L = ${expression}`).problems;
    expect(problem.code).toBe('gradient-not-finite');
    expect(problem.message.split('; write ')[1]).toBe(instead);
    expect(problem.message).toContain("'where' selects the other branch there");
    // The suggested fix removes the problem.
    const { start, end } = problem;
    const text = `param x = 0\nloss L = ${expression}`;
    const escaped = text.slice(0, start) + instead + text.slice(end);
    expect(evaluated(escaped).problems).toEqual([]);
  });

  test('is reported for tensors', () => {
    const text = 'param x = [4, 0]\nc = x > 0\nloss L = sum(where(c, sqrt(x), 0))';
    expect(found(text, 'gradient-not-finite')).toEqual([
      "sqrt(x) | the gradient through sqrt(x) is NaN at x = 0: 'where' selects the other branch there, but 0 times an infinite local gradient is NaN; write sqrt(where(c, x, 1))",
    ]);
  });

  test('is not reported for the taken branch', () => {
    expect(found('param x = 0\nloss L = where(x < 1, sqrt(x), 0)', 'gradient-not-finite')).toEqual([
      'sqrt(x) | the gradient through sqrt(x) is ∞: x = 0',
    ]);
  });
});

describe('dead relus', () => {
  const layer = (rows: string, use = 'sum(h)'): string =>
    `data X = [[1, 0], [0, 1]]\nparam W = ${rows}\nh = relu(X @ W)\nloss L = ${use}`;

  test.each<[string, string, string[]]>([
    [
      'are reported for two units of three',
      layer('[[1, -1, -1], [1, -1, -2]]'),
      [
        '2 of 3 units of relu(X @ W) are dead: their gradient is 0 for every sample; raise their biases, or use leaky_relu',
      ],
    ],
    ['are no warning for one unit of two', layer('[[1, -1], [1, -1]]'), []],
    [
      'are reported for all units',
      layer('[[-1, -1], [0, -1]]'),
      [
        'all 2 units of relu(X @ W) are dead: their gradient is 0 for every sample; raise their biases, or use leaky_relu',
      ],
    ],
    [
      'are reported for a layer of one unit',
      layer('[[-1], [-1]]'),
      ['relu(X @ W) is dead: its gradient is 0 everywhere; raise its input with a bias, or use leaky_relu'],
    ],
    ['are not reported for a unit that is active for one sample', layer('[[1, -1], [-1, 1]]'), []],
    ['are not reported if no gradient arrives anyway', layer('[[1, -1], [1, -1]]', 'sum(h * [1, 0])'), []],
    ['are not reported for some units of a single sample', 'param x = [[1, -1, -2]]\nloss L = sum(relu(x))', []],
    [
      'are reported for all units of a single sample',
      'param x = [[-3, -1, -2]]\nloss L = sum(relu(x))',
      ['relu(x) is dead: its gradient is 0 everywhere; raise its input with a bias, or use leaky_relu'],
    ],
    ['are not reported without a param', 'const x = -1\nparam y = 1\nloss L = relu(x) + y', []],
    ['are not reported without a loss', 'param x = -1\ny = relu(x)', []],
    [
      'are reported for a scalar',
      'param x = -2\nloss L = relu(x - 1)',
      [
        'relu(x - 1) is dead at x - 1 = −3: its gradient is 0 unless the input is positive; raise the input, or use leaky_relu',
      ],
    ],
    [
      'are reported for a scalar at 0',
      'param x = 0\nloss L = relu(x)',
      ['relu(x) is dead at x = 0: its gradient is 0 unless the input is positive; raise the input, or use leaky_relu'],
    ],
  ])('%s', (_, text, expected) => {
    expect(messages(text, 'dead-relu')).toEqual(expected);
  });
});

test('a small share of dead units is information', () => {
  const text = 'data X = [[1, 0], [0, 1]]\nparam W = [[1, -1], [1, -1]]\nloss L = sum(relu(X @ W))';
  expect(evaluated(text).problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'information: 1 of 2 units of relu(X @ W) is dead: its gradient is 0 for every sample; a few such units are normal',
  ]);
});

describe('saturated activations', () => {
  const tenOf = (off: number, value: number): string =>
    `[${Array.from({ length: 20 }, (_, i) => (i < off ? value : 0.5)).join(', ')}]`;
  const ten = (off: number): string => tenOf(off, 9);

  test.each<[string, string, string[]]>([
    [
      'are reported for more than nine elements in ten',
      `param x = ${ten(19)}\nloss L = mean(sigmoid(x))`,
      [
        'sigmoid(x) is saturated in 95 % of its elements: their local gradient is less than 0.001; bring its input closer to 0, with smaller weights or layer_norm',
      ],
    ],
    ['are not reported for nine elements in ten', `param x = ${ten(18)}\nloss L = mean(sigmoid(x))`, []],
    [
      'are reported for a scalar',
      'param x = -5\nloss L = tanh(x)',
      ['tanh(x) is saturated: its local gradient is only 0.00018; bring its input closer to 0'],
    ],
    ['are not reported if some slope is left', 'param x = -4\nloss L = tanh(x) + sigmoid(x)', []],
    ['are not reported without a param', 'param x = 1\nconst c = 9\nloss L = x * tanh(c)', []],
    [
      'are reported for a hidden layer with a tenth of the largest slope in seven elements of ten',
      `param x = ${tenOf(15, 2)}\nparam w = ${tenOf(0, 1)}\nloss L = sum(tanh(x) * w)`,
      [
        'tanh(x) is saturated in 75 % of its elements: their local gradient is less than 0.1; bring its input closer to 0, with smaller weights or layer_norm',
      ],
    ],
    ['are not reported for an output of a trained model', `param x = ${tenOf(20, 3)}\nloss L = mean(tanh(x))`, []],
  ])('%s', (_, text, expected) => {
    expect(messages(text, 'saturated')).toEqual(expected);
  });
});

describe('evaluation with running statistics that were never trained', () => {
  const net = (activation: string) =>
    `data X = [[900, -400], [800, -500], [700, -300], [850, -450]]
param w = [1, 1]
h = ${activation}(batch_norm(X * w))
before = relu(-X[:, 0] * w[0])
loss L = mean((sum(h, axis = 1) + before + 1)^2)
`;
  const codesOf = (text: string, mode: Mode, learnedParams: LearnedParams = new Map()) => {
    const snapshot = analyze(text, 0, { files: noFiles, learnedParams, mode });
    return withValues(snapshot, new Execution(snapshot.model.program).run()).problems.map(({ code }) => code);
  };
  const statistics = (mean: readonly number[]): LearnedParams =>
    new Map([
      ['h.running_mean', { shape: [2], values: Float64Array.from(mean) }],
      ['h.running_var', { shape: [2], values: Float64Array.of(1, 1) }],
    ]);

  test.each(['relu', 'tanh', 'sigmoid'])('says nothing of %s that depend on them', (activation) => {
    expect(codesOf(net(activation), 'training')).toEqual(['dead-relu']);
    expect(codesOf(net(activation), 'evaluation')).toEqual(['dead-relu']);
  });

  test.each([
    ['relu', 'dead-relu'],
    ['tanh', 'saturated'],
  ])('says so of %s once they are trained: %s', (activation, code) => {
    expect(codesOf(net(activation), 'evaluation', statistics([1e4, 1e4]))).toEqual([code, 'dead-relu']);
  });

  test('says nothing of gradients that vanish or explode', () => {
    const layers = Array.from({ length: 4 }, (_, i) => `h${i + 1} = tanh(batch_norm(h${i} @ W${i}))`).join('\n');
    const params = Array.from({ length: 4 }, (_, i) => `param W${i} = [[90, -80], [70, 95]]`).join('\n');
    const deep = `data h0 = [[1, 2], [3, 5], [-2, 1], [4, -3], [0, 2], [-1, -1]]\n${params}\n${layers}\nloss L = mean(h4^2)\n`;
    expect(codesOf(deep, 'evaluation')).toEqual([]);
  });
});

describe('vanishing and exploding gradients', () => {
  const net = (w1: string, w2: string, w3: string, product = 'X @ W1 @ W2 @ W3'): string =>
    `data X = [[1], [2]]\nparam W1 = [[${w1}]]\nparam W2 = [[${w2}]]\nparam W3 = [[${w3}]]\nloss L = sum(${product})`;

  test.each<[string, string, string[]]>([
    [
      'are reported if they vanish',
      net('1', '1', '1e-5'),
      [
        'W1 | the gradient vanishes: ∂L/∂W1 is 1e−5 times ∂L/∂W3; start with larger weights between them, or add layer_norm or skip connections',
      ],
    ],
    [
      'are reported if they explode',
      net('1e-3', '1', '100'),
      [
        'W1 | the gradient explodes: ∂L/∂W1 is 100000 times ∂L/∂W3; start with smaller weights between them, or add layer_norm',
      ],
    ],
    ['are not reported if they differ only somewhat', net('1', '1', '2e-4'), []],
    [
      'are compared in the order of the layers, not of the file',
      net('1e-5', '1', '1', 'X @ W3.T @ W2 @ W1'),
      [
        'W3 | the gradient vanishes: ∂L/∂W3 is 1e−5 times ∂L/∂W1; start with larger weights between them, or add layer_norm or skip connections',
      ],
    ],
    [
      'are reported through activations and names',
      net('1', '1', '1e-5', 'tanh(tanh(X @ W1) @ W2) @ W3'),
      [
        'W1 | the gradient vanishes: ∂L/∂W1 is 2.2e−6 times ∂L/∂W3; start with larger weights between them, or add layer_norm or skip connections',
      ],
    ],
    ['are not reported for two layers', net('1', '1', '1e-5', 'X @ W1 @ W3 + W2'), []],
    ['are not reported if a weight of 0 stops them', net('1', '1', '0'), []],
    ['are not reported for parallel layers', net('1', '1', '1e-5', 'X @ W1 + X @ W2 + X @ W3'), []],
  ])('%s', (_, text, expected) => {
    const problems = [...found(text, 'vanishing-gradient'), ...found(text, 'exploding-gradient')];
    expect(problems).toEqual(expected);
  });
});

test('a long healthy model has no numeric problem', () => {
  const { model, problems } = evaluated(longModel(1_000));
  expect(model.program.length).toBeGreaterThan(10_000);
  expect(problems.map(({ code }) => code)).toEqual(['param-not-reached']);
});

/** The problems with this code, each after the text at its range. */
function found(text: string, code: string): string[] {
  return evaluated(text)
    .problems.filter((problem) => problem.code === code)
    .map(({ start, end, message }) => `${text.slice(start, end)} | ${message}`);
}

function messages(text: string, code: string): string[] {
  return evaluated(text)
    .problems.filter((problem) => problem.code === code)
    .map(({ message }) => message);
}
