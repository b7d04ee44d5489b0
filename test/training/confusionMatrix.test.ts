/** Confusion matrices of a training session: what NumPy counts from PyTorch's predictions, and a few by hand. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { splitSamples } from '../../server/src/engine/training/batches.ts';
import type { Files } from '../../server/src/language/names/modules/files.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import type { ConfusionMatrix } from '../../server/src/training/confusionMatrix.ts';
import type { SessionSetup } from '../../server/src/training/sessionSetup.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';
import { ManualSession, planOf } from '../support/training/manualSession.ts';

function matrixOf({ confusion }: SessionSetup): ConfusionMatrix {
  if (confusion === undefined || isRefusal(confusion)) throw new Error('no confusion matrix');
  return confusion;
}

/** The counts after some steps, and the params. */
function countsAfter(setup: SessionSetup, steps: number) {
  const session = new ManualSession(setup);
  if (steps > 0) session.run({ kind: 'run', until: steps });
  const { confusion, runState } = session.poll({ includesConfusion: true });
  return {
    training: [...confusion!.training],
    heldOut: [...confusion!.heldOut],
    params: runState!.params.map((values) => [...values]),
  };
}

/** In Python: the confusion matrix of some samples, row by row. */
const countingScript = (classCount: number) => `
import json, numpy as np, torch
def confusion(labels, predicted):
    counts = np.zeros((${classCount}, ${classCount}), dtype=int)
    np.add.at(counts, (np.asarray(labels, dtype=int), np.asarray(predicted, dtype=int)), 1)
    return counts.flatten().tolist()
`;

test.runIf(isPytorchRequired)(
  'of the irises has the counts of NumPy for the training and the held-out samples',
  async () => {
    const [text, csv] = await Promise.all(
      ['iris.bp', 'iris.csv'].map((name) => readFile(join(root, 'examples', name), 'utf8')),
    );
    const files: Files = filesOf({ 'iris.csv': csv });
    const setup = planOf(text.replace('seed = 1', 'seed = 1, holdout = 0.2'), {}, files);
    expect(matrixOf(setup)).toMatchObject({ label: 'species', classes: ['setosa', 'versicolor', 'virginica'] });
    const split = splitSamples(150, { seed: 1, holdout: 0.2 });
    for (const steps of [0, 4, 80]) {
      const { training, heldOut, params } = countsAfter(setup, steps);
      const [W, b] = params;
      const script = `${countingScript(3)}
rows = [line.split(',') for line in ${JSON.stringify(csv)}.strip().split('\\n')]
order = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width']
X = torch.tensor([[float(row[rows[0].index(name)]) for name in order] for row in rows[1:]], dtype=torch.float64)
species = [row[rows[0].index('species')] for row in rows[1:]]
names = list(dict.fromkeys(species))
y = np.array([names.index(name) for name in species])
training, held_out = ${JSON.stringify([...split.training])}, ${JSON.stringify([...split.heldOut])}
W, b = torch.tensor(${JSON.stringify(W)}, dtype=torch.float64).reshape(4, 3), torch.tensor(${JSON.stringify(b)}, dtype=torch.float64)
Z = (X - X[training].mean(0)) / X[training].std(0, unbiased=False)
predicted = (Z @ W + b).argmax(1).numpy()
print(json.dumps([confusion(y[rows], predicted[rows]) for rows in (training, held_out)]))`;
      expect([training, heldOut]).toEqual(JSON.parse(await runPython(script)));
    }
  },
);

test.runIf(isPytorchRequired)('of two classes is that of a threshold in evaluation mode', async () => {
  const points = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
  const labels = points.map(([x, y], i) => Number(i % 9 === 0 ? i % 2 === 0 : x + y > 0));
  const setup = planOf(`data X = ${JSON.stringify(points)}
data y = ${JSON.stringify(labels)}
param w = [0.5, -1]
param b = 0.1
z = dropout(X, 0.5) @ w + b
loss L = bce_with_logits(z, y)
train sgd(lr = 0.5, batch = 8, seed = 2)`);
  expect(matrixOf(setup).classes).toEqual(['0', '1']);
  for (const steps of [0, 10]) {
    const { training, heldOut, params } = countsAfter(setup, steps);
    const [w, b] = params;
    const script = `${countingScript(2)}
X, y = torch.tensor(${JSON.stringify(points)}, dtype=torch.float64), ${JSON.stringify(labels)}
z = X @ torch.tensor(${JSON.stringify(w)}, dtype=torch.float64) + ${b[0]}
print(json.dumps(confusion(y, (torch.sigmoid(z) > 0.5).int())))`;
    expect(training).toEqual(JSON.parse(await runPython(script)));
    expect(heldOut).toEqual([0, 0, 0, 0]);
  }
});

/** The counts of a model before training. */
const countsOf = (text: string) => countsAfter(planOf(text), 0).training;

describe('by hand', () => {
  test('rows are the true classes and columns the predicted ones', () => {
    const text = (model: string) => `data x = [-2, -1, 1, 2]\ndata y = [0, 1, 1, 1]\nparam w = 1\n${model}`;
    expect(countsOf(text('loss L = bce(sigmoid(w * x), y)'))).toEqual([1, 0, 1, 2]);
    expect(countsOf(text('z = w * reshape(x, [-1, 1]) @ [[-1, 1]]\nloss L = cross_entropy(z, y)'))).toEqual([
      1, 0, 1, 2,
    ]);
    expect(countsOf(text('loss L = bce_with_logits(w * x, 1 - y)'))).toEqual([1, 2, 1, 0]);
  });

  test('samples with an output that is NaN are not counted', () => {
    const text = 'data x = [-2, -1, 1, 2]\ndata y = [0, 1, 1, 1]\nparam w = 1\n';
    const setup = planOf(`${text}loss L = bce_with_logits(log(w * x), y)`);
    expect(countsAfter(setup, 0).training).toEqual([0, 0, 1, 1]);
  });
});

describe('a matrix', () => {
  const classesOf = (count: number) => {
    const labels = Array.from({ length: count }, (_, i) => i);
    const { confusion } = planOf(`data X = ${JSON.stringify(labels.map((x) => [x, 1]))}
data digit = ${JSON.stringify(labels)}
param W[2, ${count}] ~ glorot()
loss L = cross_entropy(X @ W, digit)`);
    return confusion && (isRefusal(confusion) ? confusion.refusal : confusion.classes.length);
  };

  test('has at most 20 classes', () => {
    expect(classesOf(20)).toBe(20);
    expect(classesOf(21)).toBe('No confusion matrix: digit has 21 classes, and at most 20 are shown.');
  });

  test.each([
    ['a regression', 'data y = [0, 1, 1]', 'loss L = mse(w * x, y)'],
    ['labels between the classes', 'data y = [0, 0.9, 1]', 'loss L = bce_with_logits(w * x, y)'],
    ['no labels', 'const y = [0, 1, 1]', 'loss L = sum((w * x)^2)'],
    ['probabilities as labels', 'data y = [[0, 1], [0.5, 0.5], [1, 0]]', 'loss L = cross_entropy(w * y, y + 0)'],
  ])('is absent for %s', (_, labels, loss) => {
    expect(planOf(`data x = [1, 2, 3]\n${labels}\nparam w = 1\n${loss}`).confusion).toBeUndefined();
  });
});

test('computed labels are not the classes of the column', () => {
  const csv = 'x,kind\n1,cat\n2,dog\n3,dog';
  const columns =
    'data x = csv("pets.csv", columns = ["x"])\ndata kind = csv("pets.csv", columns = ["kind"])\nparam w = 1';
  const ofLabels = (labels: string) =>
    planOf(`${columns}\nloss L = bce_with_logits(w * x, ${labels})`, {}, filesOf({ 'pets.csv': csv })).confusion;
  expect(ofLabels('kind')).toMatchObject({ label: 'kind', classes: ['cat', 'dog'] });
  expect(ofLabels('1 - kind')).toMatchObject({ label: '1 - kind', classes: ['0', '1'] });
});

test('the matrix is sent for each step once', () => {
  const session = new ManualSession(
    planOf('data x = [-1, 1]\ndata y = [0, 1]\nparam w = 1\nloss L = bce_with_logits(w * x, y)\ntrain sgd(lr = 1)'),
  );
  const poll = (includesConfusion: boolean) => session.poll({ includesConfusion }).confusion !== undefined;
  expect([poll(true), poll(true), poll(false)]).toEqual([true, false, false]);
  session.run({ kind: 'step' });
  expect([poll(false), poll(true), poll(true)]).toEqual([false, true, false]);
  session.run({ kind: 'seek', step: 0 });
  expect(session.poll({ includesConfusion: true, isUrgent: false }).confusion).toEqual({
    training: Int32Array.of(1, 0, 0, 1),
    heldOut: new Int32Array(4),
  });
});
