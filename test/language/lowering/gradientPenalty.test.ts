/** Losses that contain gradients: param gradients compared with PyTorch, and lowered by training. */

import { beforeAll, describe, expect, test } from 'vitest';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import type { EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { updatesOf } from '../../../server/src/snapshot/training/paramUpdates.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { closeTo, forwardScript, runPytorch } from '../../support/oracles/pytorchHessians.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

/** A model, the scalar whose gradient is penalized, and the variable of that gradient. */
const models: readonly (readonly [name: string, text: string, root: string, by: string])[] = [
  ['of a scalar', 'param x = 0.7\nparam a = 1.3\ny = sin(a * x)\nloss P = (∂y/∂x)^2', 'y', 'x'],
  [
    'of a layer',
    `data x = [[0.5, -1.2], [0.8, 1.5], [0.3, -0.7]]
data target = [0.2, 0.9, 0.4]
param W = [[0.4, -0.3, 0.8], [1.1, 0.6, -0.5]]
param b = [0.1, 0.2, -0.3]
param v = [0.7, -1.1, 0.5]
L = mse(tanh(x @ W + b) @ v, target)
loss P = sum(square(∂L/∂x))`,
    'L',
    'x',
  ],
  [
    'of a softmax by its own weights',
    `data x = [[0.5, -1.2], [0.8, 1.5]]
param W = [[0.4, -0.3, 0.8], [1.1, 0.6, -0.5]]
L = cross_entropy(x @ W, [2, 0])
loss P = sum(square(∂L/∂W))`,
    'L',
    'W',
  ],
];

describe.runIf(isPytorchRequired)('a gradient penalty compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(models)('every param gradient of a penalty %s matches', async (_, text, root, by) => {
    const snapshot = evaluated(text);
    const { model } = snapshot;
    const theirs = await runPytorch(`${forwardScript(model.program, nodeOf(snapshot, root))}
penalty = sum((g**2).sum() for g in grad(n${nodeOf(snapshot, root)}, [n${nodeOf(snapshot, by)}]))
params = [${model.params.map(({ node }) => `n${node}`).join(', ')}]
print(json.dumps([flat(penalty), [flat(g) for g in grad(penalty, params)]]))
`);
    const ours = [valuesOf(snapshot, 'P'), model.params.map(({ node }) => gradientOf(snapshot, node))];
    expect(closeTo(theirs, ours, 1e-10)).toEqual(ours);
  });
});

test.each(models)('a training step lowers a penalty %s', (_, text) => {
  const snapshot = evaluated(`${text}\ntrain sgd(lr = 0.01)`);
  const updates = updatesOf(snapshot);
  expect(updates.size).toBe(snapshot.model.params.length);
  const moved = new Map([...updates].map(([node, { to }]) => [node, to]));
  const penalty = nodeOf(snapshot, 'P');
  const [before, after] = [undefined, moved].map((it) => evaluate(snapshot.model.program, it)[penalty][0]);
  expect(after).toBeLessThan(before);
});

function nodeOf({ names, model }: EvaluatedSnapshot, name: string): number {
  return model.statementNodes[names.definitions.get(name)!.id];
}

/** The gradient of the objective; a param that it doesn't depend on has zeros. */
function gradientOf({ model, evaluation }: EvaluatedSnapshot, node: number): readonly number[] {
  const adjoint = adjointOf(model.objective!.backwardPass, node);
  const value = elementsOf(model.program, evaluation.values, adjoint ?? node);
  return Array.from(value, (x) => (adjoint === undefined ? 0 : x));
}
