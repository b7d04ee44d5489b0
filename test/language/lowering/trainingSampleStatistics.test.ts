/** Statistics of data in consts while samples are held out, against NumPy on the training samples alone. */

import { describe, expect, test } from 'vitest';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { Batches } from '../../../server/src/engine/training/batches.ts';
import { noFiles } from '../../../server/src/language/names/modules/files.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { createTrainingJob } from '../../../server/src/training/createTrainingJob.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';

const X = Array.from({ length: 10 }, (_, i) => [Math.sin(i * 3 + 1) * 4, i ** 2 - 3]);
const classes = [0, 2, 1, 1, 0, 2, 2, 1, 0, 2];

const model = (consts: string, train = 'sgd(holdout = 0.3, seed = 4)'): string => `data X = ${JSON.stringify(X)}
data y = ${JSON.stringify(classes)}
${consts}
param w = [1, 1]
loss L = mean((X @ w)^2)
train ${train}`;

const { trainingSamples, heldOutSamples } = new Batches(10, { holdout: 0.3, seed: 4 });
const trainingRows = Array.from(trainingSamples.indices);
const heldOutRows = Array.from(heldOutSamples.indices);

/** Values by NumPy. `T` has the training samples, `X` and `y` all of them. */
async function numpy(expressions: Readonly<Record<string, string>>): Promise<Readonly<Record<string, number[]>>> {
  const entries = Object.entries(expressions).map(([name, source]) => `${JSON.stringify(name)}: ${source}`);
  return JSON.parse(
    await runPython(`import json
import numpy as np
X, y, rows = np.array(${JSON.stringify(X)}), np.array(${JSON.stringify(classes)}), ${JSON.stringify(trainingRows)}
T, t = X[rows], y[rows]
Z = (X - T.mean(0)) / T.std(0)
print(json.dumps({name: np.asarray(value, float).flatten().tolist() for name, value in {${entries.join(', ')}}.items()}))`),
  );
}

/** A const in the language, and what it is by NumPy. */
const cases: readonly (readonly [source: string, numpy: string])[] = [
  ['mean(X, axis = 0)', 'T.mean(0)'],
  ['mean(X)', 'T.mean()'],
  ['std(X, axis = 0, keep = 1)', 'T.std(0)'],
  ['(X - mean(X, axis = 0)) / std(X, axis = 0)', 'Z'],
  ['(X - min(X, axis = 0)) / (max(X, axis = 0) - min(X, axis = 0))', '(X - T.min(0)) / (T.max(0) - T.min(0))'],
  ['sum(X, axis = 0) / size(X, 0)', 'T.mean(0)'],
  ['sum((X - mean(X, axis = 0))^2, axis = 0) / (size(X, 0) - 1)', 'T.var(0, ddof=1)'],
  ['X.T @ X / size(X, 0)', 'T.T @ T / len(T)'],
  ['mean(one_hot(y, 3), axis = 0)', 'np.eye(3)[t].mean(0)'],
  ['mean(reshape(X, [2 * size(X, 0)]))', 'T.mean()'],
  ['mean(X[:, 1])', 'T[:, 1].mean()'],
  ['X[:, 1:2] - mean(X[:, 1])', 'X[:, 1:2] - T[:, 1].mean()'],
  ['[mean(X[:, 0]), std(X[:, 1])]', '[T[:, 0].mean(), T[:, 1].std()]'],
  ['standardize(X)', 'Z'],
  ['sum(X * reshape(arange(0, size(X, 0)), [10, 1]))', '(T * np.array(rows)[:, None]).sum()'],
  // A size counts all samples, except those that a sum is divided by.
  ['max(X / size(X, 0))', 'T.max() / 10'],
  ['mean(X) / size(X, 0)', 'T.mean() / 10'],
  ['mean(X) * size(X, 0)', 'T.mean() * 10'],
  ['mean(X + size(X, 0))', 'T.mean() + 10'],
  ['mean(X > size(X, 0))', '(T > 10).mean()'],
  ['std(X / sqrt(size(X, 0)))', '(T / np.sqrt(10)).std()'],
  ['sum(X) / max(size(X, 0), 1)', 'T.sum() / len(T)'],
  ['-2 * sum(X, axis = 0)[1] / (size(X, 0) * size(X, 1))', '-2 * T[:, 1].sum() / T.size'],
  ['sum(mean(X, axis = 0)) / size(X, 0)', 'T.mean(0).sum() / 10'],
  ['sum(X, axis = 1) / size(X, 0)', 'X.sum(1) / 10'],
  ['(sum(X) + 1) / size(X, 0)', '(T.sum() + 1) / 10'],
  // Normalizations over the samples.
  ['batch_norm(X)', '(X - T.mean(0)) / np.sqrt(T.var(0) + 1e-5)'],
  ['layer_norm(X, axis = 0)', '(X - T.mean(0)) / np.sqrt(T.var(0) + 1e-5)'],
  ['layer_norm(X, axis = [0, 1], eps = 1)', '(X - T.mean()) / np.sqrt(T.var() + 1)'],
  ['rms_norm(X, axis = 0)', 'X / np.sqrt((T ** 2).mean(0) + 1e-5)'],
  ['layer_norm(X.T, axis = 1)', '((X - T.mean(0)) / np.sqrt(T.var(0) + 1e-5)).T'],
  ['softmax(X / 9, axis = 0)', 'np.exp(X / 9) / np.exp(T / 9).sum(0)'],
  ['log_softmax(X / 9, axis = 0)', 'X / 9 - np.log(np.exp(T / 9).sum(0))'],
  ['softmax(X / 9)', 'np.exp(X / 9) / np.exp(X / 9).sum(1, keepdims=True)'],
  // Sizes, and samples that are picked by their index.
  ['size(X, 0)', '10'],
  ['X[0]', 'X[0]'],
  ['X[7:]', 'X[7:]'],
  ['gather(X, [9, 1])', 'X[[9, 1]]'],
  ['argmax(X, axis = 0)', 'X.argmax(0)'],
];

describe.runIf(isPytorchRequired)('a const of data has the statistics of the training samples', () => {
  test('by NumPy', async () => {
    const standardize = 'fn standardize(x) = (x - mean(x, axis = 0)) / std(x, axis = 0)\n';
    const consts = cases.map(([source], i) => `const c${i} = ${source}`).join('\n');
    const snapshot = evaluated(model(`${standardize}${consts}`));
    expect(snapshot.problems).toEqual([]);
    const expected = await numpy(Object.fromEntries(cases.map(([, source], i) => [`c${i}`, source])));
    for (const [i, [source]] of cases.entries()) {
      const actual = valuesOf(snapshot, `c${i}`)!;
      expect([source, actual.length]).toEqual([source, expected[`c${i}`].length]);
      for (const [element, value] of expected[`c${i}`].entries())
        expect([source, Math.abs(actual[element] - value) < 1e-12 * Math.max(1, Math.abs(value))]).toEqual([
          source,
          true,
        ]);
    }
  });

  test('also in data, of named consts, and in the rows that training reads', async () => {
    const text = model(`const n = size(X, 0)
const mu = sum(X, axis = 0) / n
const centered = X - mu
const deviation = sqrt(sum(centered^2, axis = 0) / n)
data Z = centered / deviation`);
    const snapshot = evaluated(text);
    expect(snapshot.problems).toEqual([]);
    const { Z } = await numpy({ Z: 'Z' });
    const job = createTrainingJob(snapshot);
    if (isRefusal(job)) throw new Error(job.refusal);
    for (const values of [valuesOf(snapshot, 'Z')!, job.data.at(-1)!]) {
      expect(values.length).toBe(Z.length);
      for (const [i, value] of Z.entries()) expect(Math.abs(values[i] - value)).toBeLessThan(1e-12);
    }
  });

  test('also in the initial values of params, in functions too', async () => {
    const snapshot = evaluated(
      model(`fn centered(x) {
  param b = mean(x, axis = 0)
  return x - b
}
fn shifted(x) {
  const m = x + 1
  param b = x
  param c = m
  return x - b + c
}
double = 2 * X
h = centered(X)
h2 = centered(double)
s = shifted(sum(double) / size(X))
param b = mean(X, axis = 0)
param extrema = [mean(X), max(X)]
`),
    );
    expect(snapshot.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const expected = await numpy({
      'h.b': 'T.mean(0)',
      'h2.b': '2 * T.mean(0)',
      b: 'T.mean(0)',
      extrema: '[T.mean(), T.max()]',
      's.b': '2 * T.mean()',
      's.c': '2 * T.mean() + 1',
      h: 'X - T.mean(0)',
    });
    const { program, params } = snapshot.model;
    for (const [name, values] of Object.entries(expected)) {
      const param = params.find((candidate) => candidate.name === name);
      const actual = param ? elementsOf(program, snapshot.evaluation.values, param.node) : valuesOf(snapshot, name)!;
      expect([name, actual.length]).toEqual([name, values.length]);
      for (const [i, value] of values.entries())
        expect([name, Math.abs(actual[i] - value) < 1e-12 * Math.max(1, Math.abs(value))]).toEqual([name, true]);
    }
  });
});

test('no value of a held-out sample reaches the training rows of a const', () => {
  const sources = [
    'cumsum(X, axis = 0)',
    'softmax(X, axis = 0)',
    'batch_norm(X)',
    'layer_norm(X, axis = 0)',
    'X @ X.T @ X',
    'cumsum(mean(X, axis = 0) * X, axis = 0)',
    'concat([mean(X, axis = 0, keep = 1), X])[1:]',
  ];
  const consts = sources.map((source, i) => `const c${i} = ${source}`).join('\n');
  const changed = X.map((row, i) => (heldOutRows.includes(i) ? row.map((value) => value * 3 + 50) : row));
  const [before, after] = [X, changed].map((rows) =>
    evaluated(model(consts).replace(JSON.stringify(X), JSON.stringify(rows))),
  );
  expect(before.problems).toEqual([]);
  const trainingRowsOf = (values: readonly number[]) => trainingRows.map((row) => values.slice(row * 2, row * 2 + 2));
  for (const [i, source] of sources.entries()) {
    const [a, b] = [before, after].map((snapshot) => valuesOf(snapshot, `c${i}`)!);
    expect([source, trainingRowsOf(a)]).toEqual([source, trainingRowsOf(b)]);
    expect([source, a]).not.toEqual([source, b]);
  }
});

describe('the part that is held out', () => {
  const meanOf = (train: string) => valuesOf(evaluated(model('const m = mean(X)', train)), 'm')![0];

  test('may be a computed share, and nothing without one', () => {
    const text = (share: string) => model(`const share = 0.6\nconst m = mean(X)`, `sgd(seed = 4, holdout = ${share})`);
    expect(valuesOf(evaluated(text('share / 2')), 'm')![0]).toBe(meanOf('sgd(holdout = 0.3, seed = 4)'));
    expect(meanOf('sgd(seed = 4)')).toBe(meanOf('sgd()'));
    expect(meanOf('sgd(holdout = 0.3, seed = 4)')).not.toBe(meanOf('sgd(holdout = 0.3, seed = 5)'));
  });

  test('is followed by reused statements when it changes', () => {
    const versions = ['sgd(seed = 4)', 'sgd(holdout = 0.3, seed = 4)', 'sgd(holdout = 0.3, seed = 5)', 'sgd(seed = 5)'];
    const consts = 'const m = mean(X)\nconst Z = X - m\nconst q = mean(Z^2)';
    let previous = analyze(model(consts, versions[0]));
    for (const train of versions) {
      const text = model(consts, train);
      const next = analyze(text, 1, previous.context, previous);
      expect(next.model.program.columns()).toEqual(analyze(text).model.program.columns());
      previous = next;
    }
  });

  test('is named with the statements whose statistics leave it out', () => {
    const text = model('const m = mean(X)\nconst double = 2 * X\nconst n = size(X)\nconst Z = X - m\nconst k = 2');
    const { model: lowered, names } = evaluated(text, noFiles);
    const named = ['m', 'double', 'n', 'Z', 'k'].filter((name) =>
      lowered.trainingSampleStatistics?.statements.has(names.definitions.get(name)!.id),
    );
    expect(named).toEqual(['m']);
    expect(lowered.trainingSampleStatistics).toMatchObject({ training: 7, heldOut: 3 });
  });
});
