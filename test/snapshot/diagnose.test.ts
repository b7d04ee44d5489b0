/** Diagnoses derived from the numbers of a model. */

import { describe, expect, test } from 'vitest';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import { analyze, isSound } from '../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../server/src/snapshot/withValues.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { longModel } from '../support/models/longModel.ts';

describe('non-finite numbers', () => {
  test.each<[string, string, string[]]>([
    ['at the expression that makes them', 'a = 1 + log(0)\nb = a * 2', ['log(0) | log(0) produced −∞']],
    [
      'a pole of two operands',
      'param x = 2\na = 3 * (x / (x - 2))',
      ['x / (x - 2) | x / (x - 2) produced ∞ from x = 2, x - 2 = 0'],
    ],
    [
      'an operand that is used twice is named once',
      'param x = 1e200\na = x * x',
      ['x * x | x * x produced ∞ from x = 1e200'],
    ],
    ['each maker, in order', 'a = log(-1) + 1 / 0', ['log(-1) | log(-1) produced NaN', '1 / 0 | 1 / 0 produced ∞']],
    [
      'where in a tensor',
      'data d = [[1, 0], [0, 2]]\na = log(d)',
      ['log(d) | log(d) produced −∞ from d = 0 at [0, 1] and 1 other'],
    ],
    ['over whole tensors', 'data d = [1e308, 1e308]\na = sum(d)', ['sum(d) | sum(d) produced ∞ from d = 1e308']],
    [
      'over whole tensors of different numbers',
      'data d = [1e308, 5, 1.7e308]\na = sum(d)',
      ['sum(d) | sum(d) produced ∞ from d between 5 and 1.7e308'],
    ],
    ['in the start of a param', 'param x = 1 / 0\ny = x + 1', ['1 / 0 | 1 / 0 produced ∞']],
    ['on several lines', 'param x = 0\na = log(x # zero\n  )', ['log(x # zero\n  ) | log(x ) produced −∞ from x = 0']],
    ['not of what where keeps out', 'param x = 0\na = where(x > 0, log(x) + 1, 5)', []],
    [
      'but of what it lets in',
      'param x = 0\na = where(x < 1, log(x) + 1, 5)',
      ['log(x) | log(x) produced −∞ from x = 0'],
    ],
    ['and of what has a name', 'l = log(0)\na = where(0, l, 5)', ['log(0) | log(0) produced −∞']],
    ['not in what is expected', 'expect log(-1) ≈ 1 within 1 / 0', []],
    ['not in how to train', 'train sgd(lr = 1 / 0)', []],
    ['inside a gradient', 'param x = 0\ny = sqrt(x)\ng = ∂y/∂x', ['∂y/∂x | ∂y/∂x produced ∞']],
  ])('%s', (_, text, expected) => {
    expect(found(text, 'not-finite')).toEqual(expected);
  });

  test('a leaf that was set', () => {
    const snapshot = analyze('param x = [1, 2]\ny = x + 1');
    const [{ node }] = snapshot.model.params;
    const values = new Execution(snapshot.model.program).run(new Map([[node, Float64Array.of(1, Number.NaN)]]));
    expect(withValues(snapshot, values).problems.map(({ message }) => message)).toEqual(['x has the value NaN at [1]']);
  });

  test('keep the model valid', () => {
    expect(isSound(evaluated('a = log(0)'))).toBe(true);
  });
});

describe('a gradient that is not finite', () => {
  test.each<[string, string, string[]]>([
    ['at a pole', 'param x = 0\nloss L = 2 * sqrt(x)', ['sqrt(x) | the gradient through sqrt(x) is ∞: x = 0']],
    ['not where the objective itself is none', 'param x = 0\nloss L = log(x)', []],
    [
      'only at the first on the way back',
      'param x = 0\nloss L = sqrt(sqrt(x))',
      ['sqrt(sqrt(x)) | the gradient through sqrt(sqrt(x)) is ∞: sqrt(x) = 0'],
    ],
    ['only where a param is', 'param x = 1\nconst c = 0\nloss L = x + sqrt(c)', []],
    [
      'through what is infinite on the way',
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
  ])('of %j', (expression, instead) => {
    const [problem] = evaluated(`param x = 0\nloss L = ${expression}`).problems;
    expect(problem.code).toBe('gradient-not-finite');
    expect(problem.message.split('; write ')[1]).toBe(instead);
    expect(problem.message).toContain('where takes the other branch there');
    // What is offered is what helps.
    const { start, end } = problem;
    const text = `param x = 0\nloss L = ${expression}`;
    const escaped = text.slice(0, start) + instead + text.slice(end);
    expect(evaluated(escaped).problems).toEqual([]);
  });

  test('of tensors', () => {
    const text = 'param x = [4, 0]\nc = x > 0\nloss L = sum(where(c, sqrt(x), 0))';
    expect(found(text, 'gradient-not-finite')).toEqual([
      'sqrt(x) | the gradient through sqrt(x) is NaN at x = 0: where takes the other branch there, but 0 times an infinite local gradient is NaN; write sqrt(where(c, x, 1))',
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
      'a unit of two',
      layer('[[1, -1], [1, -1]]'),
      ['1 of 2 units of relu(X @ W) is dead: its gradient is 0 for every sample'],
    ],
    [
      'all units',
      layer('[[-1, -1], [0, -1]]'),
      ['all 2 units of relu(X @ W) are dead: their gradient is 0 for every sample'],
    ],
    ['a layer of one unit', layer('[[-1], [-1]]'), ['relu(X @ W) is dead: its gradient is 0 everywhere']],
    ['not a unit that is on for one sample', layer('[[1, -1], [-1, 1]]'), []],
    ['not where nothing would come back anyway', layer('[[1, -1], [1, -1]]', 'sum(h * [1, 0])'), []],
    ['not some units of a single sample', 'param x = [[1, -1, -2]]\nloss L = sum(relu(x))', []],
    [
      'but all of them',
      'param x = [[-3, -1, -2]]\nloss L = sum(relu(x))',
      ['relu(x) is dead: its gradient is 0 everywhere'],
    ],
    ['not without a param', 'const x = -1\nparam y = 1\nloss L = relu(x) + y', []],
    ['not without a loss', 'param x = -1\ny = relu(x)', []],
    [
      'a scalar',
      'param x = -2\nloss L = relu(x - 1)',
      ['relu(x - 1) is dead at x - 1 = −3: its gradient is 0 unless the input is positive'],
    ],
    [
      'a scalar at 0',
      'param x = 0\nloss L = relu(x)',
      ['relu(x) is dead at x = 0: its gradient is 0 unless the input is positive'],
    ],
  ])('%s', (_, text, expected) => {
    expect(messages(text, 'dead-relu')).toEqual(expected);
  });
});

describe('saturated activations', () => {
  const ten = (off: number): string => `[${Array.from({ length: 20 }, (_, i) => (i < off ? 9 : 0.5)).join(', ')}]`;

  test.each<[string, string, string[]]>([
    [
      'more than nine in ten',
      `param x = ${ten(19)}\nloss L = mean(sigmoid(x))`,
      ['sigmoid(x) is saturated in 95 % of its elements: their local gradient is less than 0.001'],
    ],
    ['not nine in ten', `param x = ${ten(18)}\nloss L = mean(sigmoid(x))`, []],
    ['a scalar', 'param x = -5\nloss L = tanh(x)', ['tanh(x) is saturated: its local gradient is only 0.00018']],
    ['not one that has some slope', 'param x = -4\nloss L = tanh(x) + sigmoid(x)', []],
    ['not without a param', 'param x = 1\nconst c = 9\nloss L = x * tanh(c)', []],
  ])('%s', (_, text, expected) => {
    expect(messages(text, 'saturated')).toEqual(expected);
  });
});

describe('vanishing and exploding gradients', () => {
  const net = (w1: string, w2: string, w3: string, product = 'X @ W1 @ W2 @ W3'): string =>
    `data X = [[1], [2]]\nparam W1 = [[${w1}]]\nparam W2 = [[${w2}]]\nparam W3 = [[${w3}]]\nloss L = sum(${product})`;

  test.each<[string, string, string[]]>([
    ['vanish', net('1', '1', '1e-5'), ['W1 | the gradient vanishes: ∂L/∂W1 is 1e−5 times ∂L/∂W3']],
    ['explode', net('1e-3', '1', '100'), ['W1 | the gradient explodes: ∂L/∂W1 is 100000 times ∂L/∂W3']],
    ['may differ somewhat', net('1', '1', '2e-4'), []],
    [
      'from the first on the way, not in the file',
      net('1e-5', '1', '1', 'X @ W3.T @ W2 @ W1'),
      ['W3 | the gradient vanishes: ∂L/∂W3 is 1e−5 times ∂L/∂W1'],
    ],
    [
      'through activations and names',
      net('1', '1', '1e-5', 'tanh(tanh(X @ W1) @ W2) @ W3'),
      ['W1 | the gradient vanishes: ∂L/∂W1 is 2.2e−6 times ∂L/∂W3'],
    ],
    ['not of two layers', net('1', '1', '1e-5', 'X @ W1 @ W3 + W2'), []],
    ['not where a weight of 0 stops them', net('1', '1', '0'), []],
    ['not side by side', net('1', '1', '1e-5', 'X @ W1 + X @ W2 + X @ W3'), []],
  ])('%s', (_, text, expected) => {
    const problems = [...found(text, 'vanishing-gradient'), ...found(text, 'exploding-gradient')];
    expect(problems).toEqual(expected);
  });
});

test('reports nothing in a long healthy model', () => {
  const { model, problems } = evaluated(longModel(1_000));
  expect(model.program.length).toBeGreaterThan(10_000);
  expect(problems.map(({ code }) => code)).toEqual(['param-not-reached']);
});

/** The problems of one kind, each behind the text that it is about. */
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
