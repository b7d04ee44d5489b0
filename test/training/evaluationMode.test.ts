/** Evaluation mode against PyTorch's `model.eval()`: values, gradients, expectations and the held-out loss. */

import { describe, expect, test } from 'vitest';
import { adjointOf } from '../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { Batches } from '../../server/src/engine/training/batches.ts';
import { noFiles } from '../../server/src/language/names/modules/files.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import type { EvaluatedSnapshot } from '../../server/src/snapshot/snapshot.ts';
import { createTrainingJob } from '../../server/src/training/createTrainingJob.ts';
import { evaluated, valuesOf } from '../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';
import { progressOf, runSteps } from '../support/training/trainingJobs.ts';

const samples = [
  [0.5, -1.2],
  [1.5, 0.3],
  [-0.7, 0.8],
  [0.1, 2.1],
  [-1.4, -0.6],
  [0.9, 1.1],
];
const labels = [1, 0, 1, 1, 0, 0];

const start = {
  W: [
    [0.4, -0.9, 0.2],
    [0.7, 0.3, -0.5],
  ],
  b: [0.1, -0.2, 0.05],
  V: [0.6, -0.8, 1.1],
};

const model = (params: typeof start, statements = ''): string => `data X = ${JSON.stringify(samples)}
data y = ${JSON.stringify(labels)}
param W = ${JSON.stringify(params.W)}
param b = ${JSON.stringify(params.b)}
param V = ${JSON.stringify(params.V)}
fn hidden(x, w, b) {
  a = tanh(x @ w + b)
  return dropout(a, rate = 0.4)
}
h = hidden(X, W, b)
out = dropout(2 * h, 0.3, seed = 5, draw = 2) @ V
accuracy = mean((out > 0) == y)
loss L = bce_with_logits(out, y)
${statements}
train sgd(lr = 0.5, momentum = 0.9, batch = 2, epochs = 3, holdout = 0.35, seed = 3)`;

const module = `
import json, torch
torch.set_default_dtype(torch.float64)

class Model(torch.nn.Module):
    def __init__(self, W, b, V):
        super().__init__()
        self.W, self.b, self.V = (torch.nn.Parameter(torch.tensor(values)) for values in (W, b, V))
        self.first, self.second = torch.nn.Dropout(0.4), torch.nn.Dropout(0.3)
    def forward(self, x):
        self.h = self.first(torch.tanh(x @ self.W + self.b))
        self.h.retain_grad()
        return self.second(2 * self.h) @ self.V

def evaluate(params, X, y):
    model = Model(**params).eval()
    X, y = torch.tensor(X), torch.tensor(y, dtype=torch.float64)
    out = model(X)
    L = torch.nn.functional.binary_cross_entropy_with_logits(out, y)
    L.backward()
    accuracy = ((out > 0).double() == y).double().mean()
    values = dict(h=model.h, out=out, accuracy=accuracy, L=L)
    gradients = dict(W=model.W, b=model.b, V=model.V, h=model.h)
    flat = lambda tensor: tensor.detach().flatten().tolist()
    return dict(values={name: flat(value) for name, value in values.items()},
                gradients={name: flat(value.grad) for name, value in gradients.items()})
`;

interface Judged {
  readonly values: Readonly<Record<'h' | 'out' | 'accuracy' | 'L', readonly number[]>>;
  readonly gradients: Readonly<Record<'W' | 'b' | 'V' | 'h', readonly number[]>>;
}

/** The numbers that PyTorch computes in evaluation. */
async function judge(params: object, rows: readonly number[] = [0, 1, 2, 3, 4, 5]): Promise<Judged> {
  const [X, y] = [rows.map((row) => samples[row]), rows.map((row) => labels[row])];
  const args = [params, X, y].map((value) => JSON.stringify(value)).join(', ');
  return JSON.parse(await runPython(`${module}\nprint(json.dumps(evaluate(${args})))`));
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)));
}

function gradientOf(
  { names, model: { objective, program, statementNodes }, evaluation }: EvaluatedSnapshot,
  name: string,
) {
  const node = statementNodes[names.definitions.get(name)!.id];
  return elementsOf(program, evaluation.values, adjointOf(objective!.backwardPass, node)!);
}

describe.runIf(isPytorchRequired)('dropout in evaluation', () => {
  test('is the identity in values and gradients, also in functions and of sub-expressions', async () => {
    const { values, gradients } = await judge(start);
    const snapshot = evaluated(model(start), noFiles, 'evaluation');
    expect(snapshot.problems).toEqual([]);
    for (const [name, numbers] of Object.entries(values)) expectClose(valuesOf(snapshot, name)!, numbers);
    for (const [name, numbers] of Object.entries(gradients)) expectClose(gradientOf(snapshot, name), numbers);
  });

  test('is what expectations check, while the numbers of the file are those of training', async () => {
    const { values, gradients } = await judge(start);
    const nested = (flat: readonly number[], width: number): readonly (readonly number[])[] =>
      Array.from({ length: flat.length / width }, (_, row) => flat.slice(row * width, (row + 1) * width));
    const claims = [
      `expect L ≈ ${values.L[0]} within 1e-12`,
      `expect h ≈ ${JSON.stringify(nested(values.h, 3))} within 1e-12`,
      `expect hidden(X, W, b) ≈ h within 1e-12`,
      `expect accuracy ≈ ${values.accuracy[0]} within 1e-12`,
      `expect ∂L/∂V ≈ ${JSON.stringify(gradients.V)} within 1e-12`,
      `expect ∂L/∂h ≈ ${JSON.stringify(nested(gradients.h, 3))} within 1e-12`,
      `expect g ≈ ${JSON.stringify(nested(gradients.W, 3))} within 1e-12`,
    ];
    const text = model(start, ['g = ∂L/∂W', ...claims].join('\n'));
    for (const mode of ['training', 'evaluation'] as const) {
      const snapshot = evaluated(text, noFiles, mode);
      expect(snapshot.problems).toEqual([]);
      expect(snapshot.evaluation.verdicts.map(({ holds }) => holds)).toEqual(claims.map(() => true));
    }
    expect(valuesOf(evaluated(text), 'h')).toContain(0);
  });

  test.each(['f64', 'f32'] as const)('is what the held-out loss is computed with in %s', async (precision) => {
    const job = createTrainingJob(evaluated(model(start)), { hasFullEvaluation: true, precision });
    if (isRefusal(job)) throw new Error(job.refusal);
    const { heldOutSamples } = new Batches(samples.length, job.batchOrder);
    expect(heldOutSamples.length).toBe(2);
    const losses = progressOf(job).flatMap(({ heldOut }) => (heldOut === undefined ? [] : [heldOut]));
    const [W, b, V] = runSteps(job).params.map((values) => Array.from(values));
    const params = { W: [W.slice(0, 3), W.slice(3)], b, V };
    const { values } = await judge(params, Array.from(heldOutSamples.indices));
    expect(losses).toHaveLength(3);
    expect(Math.abs(losses[2] - values.L[0])).toBeLessThan(precision === 'f64' ? 1e-12 : 1e-6);
  });
});

describe('masks of dropout', () => {
  const text = (train: string): string =>
    `param x = ${JSON.stringify(new Array(64).fill(1))}\nh = dropout(x)\nloss L = sum(h)\n${train}`;
  const maskOf = (train: string) => valuesOf(evaluated(text(train)), 'h');

  test('follow the seed of the train statement', () => {
    expect(maskOf('train sgd(seed = 7)')).toEqual(maskOf('train adam(seed = 7)'));
    expect(maskOf('train sgd(seed = 7)')).not.toEqual(maskOf('train sgd(seed = 8)'));
    expect(maskOf('train sgd(seed = 0)')).toEqual(maskOf(''));
  });

  test('follow it in each step', () => {
    const finalOf = (seed: number) => {
      const job = createTrainingJob(evaluated(text(`train sgd(seed = ${seed})`)), { steps: 4 });
      if (isRefusal(job)) throw new Error(job.refusal);
      return runSteps(job).params;
    };
    expect(finalOf(7)).toEqual(finalOf(7));
    expect(finalOf(7)).not.toEqual(finalOf(8));
  });
});
