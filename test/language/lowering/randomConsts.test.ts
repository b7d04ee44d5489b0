/** Random consts of data with sizes, statistics and normalizations while samples are held out, against NumPy. */

import { expect, test } from 'vitest';
import { Random } from '../../../server/src/engine/math/random.ts';
import { Batches } from '../../../server/src/engine/training/batches.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';

const X = Array.from({ length: 11 }, (_, i) => [Math.sin(i * 3 + 1) * 4, i / 2 - 2.1, Math.cos(i * i)]);
const train = 'sgd(holdout = 0.4, seed = 2)';
const training = Array.from(new Batches(11, { holdout: 0.4, seed: 2 }).trainingSamples.indices);

/** The source of an expression, and the same in NumPy. */
type Expression = readonly [source: string, numpy: string];

/**
 * Templates: `$r` are rows, `$s` is a statistic, `$m` a sum over the samples and `$n` a number computed from sizes, in NumPy
 * of all samples. There `$k` is that number of the training samples, and `t` takes the rows of these.
 */
const templates = {
  r: [
    ['($r / $n)', '($r / $n)'],
    ['($r * $n)', '($r * $n)'],
    ['($r - $s)', '($r - $s)'],
    ['($r * sin($s))', '($r * np.sin($s))'],
    ['($r / (abs($s) + 1))', '($r / (abs($s) + 1))'],
    ['($r > $n / 4.37)', '(($r > $n / 4.37) * 1.0)'],
    ['tanh($r)', 'np.tanh($r)'],
    ['cos($r / sqrt($n))', 'np.cos($r / np.sqrt($n))'],
    ['batch_norm($r)', 'normalize($r, 0)'],
    ['layer_norm($r, axis = 0)', 'normalize($r, 0)'],
    ['layer_norm($r, axis = [0, 1], eps = 0.1)', 'normalize($r, None, 0.1)'],
    ['(layer_norm(($r).T, axis = 1)).T', 'normalize($r, 0)'],
    ['layer_norm($r)', 'normalize_features($r)'],
    ['softmax(tanh($r), axis = 0)', 'softmax(np.tanh($r))'],
    ['log_softmax(tanh($r), axis = 0)', 'np.log(softmax(np.tanh($r)))'],
  ],
  s: [
    ['mean($r)', 't($r).mean()'],
    ['mean($r, axis = 0)', 't($r).mean(0)'],
    ['mean($r + $n)', 't($r + $n).mean()'],
    ['max($r, axis = 0)', 't($r).max(0)'],
    ['min($r)', 't($r).min()'],
    ['std($r)', 't($r).std()'],
    ['var($r / sqrt($n), axis = 0)', 't($r / np.sqrt($n)).var(0)'],
    ['$m', '$m'],
    ['(mean($r) / $n)', '(t($r).mean() / $n)'],
    ['(max($r) * $n)', '(t($r).max() * $n)'],
    ['(($s + 0.5) / $n + $n)', '(($s + 0.5) / $n + $n)'],
    ['($m / $n)', '($m / $k)'],
    ['($m / 3 / $n)', '($m / 3 / $k)'],
    ['(-$m / $n)', '(-$m / $k)'],
    ['(0.5 * $m / $n / $n)', '(0.5 * $m / $k / $n)'],
    ['($m * (1 / $n))', '($m * (1 / $n))'],
  ],
  m: [
    ['sum($r, axis = 0)', 't($r).sum(0)'],
    ['sum($r)', 't($r).sum()'],
    ['sum(($r - $s)^2, axis = 0)', 't(($r - $s)**2).sum(0)'],
    ['((tanh($r)).T @ tanh($r))[0]', '(t(np.tanh($r)).T @ t(np.tanh($r)))[0]'],
    ['mse($r, x, reduction = "sum")', '(t($r - x)**2).sum()'],
  ],
} as const satisfies Readonly<Record<string, readonly Expression[]>>;

/** Sizes in the language, and of `N` samples. */
const sizes: readonly Expression[] = [
  ['n', 'N'],
  ['size(x, 0)', 'N'],
  ['(n - 1)', '(N - 1)'],
  ['max(n, 1)', 'max(N, 1)'],
  ['(2 * size(x, 0))', '(2 * N)'],
  ['(size(x, 1) * n)', '(3 * N)'],
];

/** Statements of a random const. */
class Generator {
  readonly #random = new Random(7, 'consts');
  #count = 0;

  make(depth: number): { readonly lines: readonly string[]; readonly name: string; readonly numpy: string } {
    const lines: string[] = [];
    const [source, numpy] = this.#expression(this.#pick(['r', 's']), depth, lines);
    return { lines, name: this.#declare(source, lines), numpy };
  }

  #declare(source: string, lines: string[]): string {
    const name = `c${++this.#count}`;
    lines.push(`const ${name} = ${source}`);
    return name;
  }

  #expression(kind: keyof typeof templates, depth: number, lines: string[]): Expression {
    if (kind === 'r' && depth <= 0) return ['x', 'x'];
    let [source, numpy] = this.#pick<Expression>(depth > 0 ? templates[kind] : templates[kind].slice(0, 2));
    for (const part of ['r', 's', 'm'] as const) {
      if (!source.includes(`$${part}`)) continue;
      const [partSource, partNumpy] = this.#expression(part, depth - 1, lines);
      source = source.replaceAll(`$${part}`, this.#pick([true, false]) ? this.#declare(partSource, lines) : partSource);
      numpy = numpy.replaceAll(`$${part}`, partNumpy);
    }
    const [size, ofSamples] = this.#pick(sizes);
    numpy = numpy.replaceAll('$n', ofSamples).replaceAll('$k', ofSamples.replaceAll('N', 'K'));
    return [source.replaceAll('$n', size), numpy];
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random.uniform() * items.length)];
  }
}

interface Context {
  readonly name: string;
  /** `x` in NumPy. */
  readonly x: string;
  /** Statements that compute the value of a const `name` from `x`. */
  readonly wrap: (lines: readonly string[], name: string) => string;
}

const inBody = (lines: readonly string[], name: string, argument: string): string =>
  `fn f${name}(x) {
  const n = size(x, 0)
  ${lines.join('\n  ')}
  return ${name}
}
${name} = f${name}(${argument})`;

const contexts: readonly Context[] = [
  { name: 'in the file', x: 'X', wrap: (lines) => lines.join('\n') },
  { name: 'in the body of a function', x: 'X', wrap: (lines, name) => inBody(lines, name, 'x') },
  { name: 'in the body of a function of a node', x: 'X / N', wrap: (lines, name) => inBody(lines, name, 'z') },
];

test.runIf(isPytorchRequired).each(contexts)('random consts $name', async ({ x, wrap }) => {
  const generator = new Generator();
  const consts = Array.from({ length: 150 }, (_, i) => generator.make(1 + (i % 4)));
  const snapshot = evaluated(`data x = ${JSON.stringify(X)}
const n = size(x, 0)
z = x / n
${consts.map(({ lines, name }) => wrap(lines, name)).join('\n')}
param w = 1
loss L = w^2 * mean(x)
train ${train}`);
  expect(snapshot.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const expected: readonly (readonly number[])[] = JSON.parse(
    await runPython(`import json
import numpy as np
X, rows = np.array(${JSON.stringify(X)}), ${JSON.stringify(training)}
N, K = len(X), len(rows)
x = ${x}
def t(x): return x[rows]
def normalize(x, axis, eps=1e-5): return (x - t(x).mean(axis)) / np.sqrt(t(x).var(axis) + eps)
def normalize_features(x): return (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-5)
def softmax(x): return np.exp(x) / t(np.exp(x)).sum(0)
print(json.dumps([np.asarray(value, float).flatten().tolist() for value in [${consts.map(({ numpy }) => numpy).join(', ')}]]))`),
  );
  const wrong = consts.filter(({ name }, i) => !isClose(valuesOf(snapshot, name)!, expected[i]));
  expect(wrong).toEqual([]);
});

function isClose(actual: readonly number[], expected: readonly number[]): boolean {
  const isElementClose = (value: number, i: number): boolean =>
    Math.abs(actual[i] - value) <= 1e-7 * Math.max(1, Math.abs(value));
  return actual.length === expected.length && expected.every(isElementClose);
}
