/** Models as PyTorch scripts: their modes, and models without a loss. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { Batches } from '../../../server/src/engine/training/batches.ts';
import { pytorchModel } from '../../../server/src/export/pytorch/pytorchModel.ts';
import { noFiles } from '../../../server/src/language/names/modules/files.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import { analyze, type EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';

function scriptOf(snapshot: EvaluatedSnapshot): string {
  const script = pytorchModel(snapshot);
  if (isRefusal(script)) throw new Error(script.refusal);
  return script.text;
}

/** Values that a script computes, by expressions in Python. */
async function run(script: string, ...expressions: readonly string[]): Promise<number[][]> {
  const printed = expressions.map((source) => `(${source}).detach().flatten().tolist()`).join(', ');
  return JSON.parse(await runPython(`${script}\nimport json\nprint(json.dumps([${printed}]))`));
}

const modes = `data X = [[1, 2], [3, -1], [0.5, 4], [2, 2]]
param w = [0.5, -1.5]
h = dropout(batch_norm(X * w), rate = 0.25)
training = batch_norm(tanh(h), eps = 0.01)
loss L = mean(training^2 * X)
train sgd(seed = 12)`;

describe.runIf(isPytorchRequired)('a script of a model with modes', () => {
  const inEvaluation = scriptOf(evaluated(modes)).replace('training = True', 'training = False');

  test('computes the values and gradients of evaluation', async () => {
    const snapshot = evaluated(modes, noFiles, 'evaluation');
    const [h, L, gradient] = await run(inEvaluation, 'h', 'L', 'w.grad');
    const { model, evaluation } = snapshot;
    const adjoint = adjointOf(model.objective!.backwardPass, model.params[0].node)!;
    const ours = [
      valuesOf(snapshot, 'h')!,
      valuesOf(snapshot, 'L')!,
      Array.from(elementsOf(model.program, evaluation.values, adjoint)),
    ];
    for (const [i, values] of [h, L, gradient].entries())
      for (const [element, value] of values.entries()) expect(ours[i][element]).toBeCloseTo(value, 12);
  });

  test('has the masks of its seed and updates its running statistics in training', async () => {
    const script = scriptOf(evaluated(modes));
    const names = ['h', 'L', 'h_running_mean', 'h_running_var', 'training_running_mean'];
    const [first, second] = [await run(script, ...names), await run(script, ...names)];
    expect(first).toEqual(second);
    const products = [0.5, 1.5, 0.25, 1].map((x, i) => [x, [-3, 1.5, -6, -3][i]]);
    for (const channel of [0, 1]) {
      const values = products.map((row) => row[channel]);
      const mean = values.reduce((sum, value) => sum + value) / 4;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
      expect(first[2][channel]).toBeCloseTo(0.1 * mean, 12);
      expect(first[3][channel]).toBeCloseTo(0.9 + 0.1 * variance, 12);
    }
  });
});

describe('a script of a model without a loss', () => {
  const shop = evaluated(readFileSync('examples/shop.bp', 'utf8'));

  test('has no backward pass', () => {
    expect(scriptOf(shop)).not.toContain('grad');
  });

  test.runIf(isPytorchRequired)('computes the values', async () => {
    expect(await run(scriptOf(shop), 'total', 'basket')).toEqual([[valuesOf(shop, 'total')![0]], [650]]);
  });

  test('is refused if the model has an error', () => {
    expect(pytorchModel(analyze('param x = 1\nloss L = x + y'))).toEqual({
      refusal: "Can't export the model to PyTorch: line 2 has an error: 'y' is not defined.",
    });
  });
});

test.runIf(isPytorchRequired)(
  'a script has the statistics of the training samples in consts of functions',
  async () => {
    const [X, w] = [[1, 2, 4, 8, 16], 0.5];
    const snapshot = evaluated(`data X = ${JSON.stringify(X)}
param w = ${w}
fn centered(x) {
  const m = mean(x)
  return x - m
}
loss L = mean((centered(X) * w)^2)
train sgd(holdout = 0.4, seed = 2)`);
    const { indices } = new Batches(5, snapshot.model.trainingPlan!.settings).trainingSamples;
    const mean = indices.reduce((sum, sample) => sum + X[sample], 0) / indices.length;
    const square = X.reduce((sum, x) => sum + (x - mean) ** 2, 0) / X.length;
    const [[L], [gradient]] = await run(scriptOf(snapshot), 'L', 'w.grad');
    expect(L).toBeCloseTo(square * w * w, 12);
    expect(gradient).toBeCloseTo(2 * square * w, 12);
  },
);

describe.runIf(isPytorchRequired)('a script of a model with random nodes', () => {
  const script = scriptOf(
    evaluated(`param mu = [0.5, -0.5]
eps[4, 2] ~ normal()
u ~ uniform(mu, mu + 1)
b[3] ~ bernoulli(0.5)
k ~ categorical([[0, 1, 2], [2, 1, 0]])
z = mu + eps
loss L = mean(z^2) + sum(u * mu) + mean(b) + mean(k)
train sgd(seed = 4)`),
  );

  test('samples by its seed, and passes no gradient into a draw', async () => {
    const [eps, u, b, k, gradient] = await run(script, 'eps', 'u', 'b', 'k', 'mu.grad');
    expect([eps, u, b, k].map(({ length }) => length)).toEqual([8, 2, 3, 2]);
    for (const [i, mu] of [0.5, -0.5].entries()) {
      const z = [0, 1, 2, 3].map((row) => mu + eps[2 * row + i]);
      expect(gradient[i]).toBeCloseTo(z.reduce((total, each) => total + each / 4, 0) + u[i], 12);
    }
    expect(await run(script, 'eps')).toEqual([eps]);
    expect(script).toContain('torch.manual_seed(4)');
  });
});
