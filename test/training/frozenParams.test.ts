/** `train … for net`: params that are not named stay as they are, as those that torch.optim is not given. */

import { beforeAll, describe, expect, test } from 'vitest';
import { wasmKernels } from '../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { updatesOf } from '../../server/src/snapshot/training/paramUpdates.ts';
import { restartReason } from '../../server/src/snapshot/training/resume.ts';
import { isReached } from '../../server/src/snapshot/training/trainable.ts';
import { createTrainingJob } from '../../server/src/training/createTrainingJob.ts';
import { progressAfter, trainedEdits } from '../../server/src/training/stepEdits.ts';
import { evaluated, evaluatedIfPossible } from '../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const model = (train: string): string => `data X = [[1, 2], [3, -1], [0.5, 0.25], [-1, 0]]
data y = [1, 0, 1, 1]
param W = [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]]
param b = [0.01, 0.02, 0.03]
param v = [0.7, -0.8, 0.9]
loss L = mean((tanh(X @ W + b) @ v - y)^2)
train ${train}
`;

function runOf(text: string, kernels: ConstructorParameters<typeof TrainingRun>[1] = null, steps = 50): TrainingRun {
  const job = createTrainingJob(evaluated(text), { steps });
  if (isRefusal(job)) throw new Error(job.refusal);
  const run = new TrainingRun(job, kernels);
  run.takeSteps(steps);
  return run;
}

const cases = [
  ['adam(lr = 0.05, clip_norm = 0.1) for v', 'Adam([v], lr=0.05)', '[v]'],
  ['sgd(lr = 0.1, momentum = 0.9, clip_norm = 0.1) for W, b', 'SGD([W, b], lr=0.1, momentum=0.9)', '[W, b]'],
] as const;

describe.runIf(isPytorchRequired)('compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(cases)('%s', async (train, optimizer, trained) => {
    const printed = await runPython(`
import json, torch
torch.set_default_dtype(torch.float64)
X = torch.tensor([[1, 2], [3, -1], [0.5, 0.25], [-1, 0]])
y = torch.tensor([1.0, 0, 1, 1])
params = [torch.tensor(p).requires_grad_() for p in ([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]], [0.01, 0.02, 0.03], [0.7, -0.8, 0.9])]
W, b, v = params
optimizer = torch.optim.${optimizer}
for step in range(50):
    optimizer.zero_grad()
    ((torch.tanh(X @ W + b) @ v - y) ** 2).mean().backward()
    torch.nn.utils.clip_grad_norm_(${trained}, 0.1)
    optimizer.step()
print(json.dumps([p.detach().flatten().tolist() for p in params]))
`);
    const theirs = (JSON.parse(printed) as number[][]).flat();
    for (const [i, our] of runOf(model(train))
      .params.flatMap((values) => [...values])
      .entries())
      expect(Math.abs(our - theirs[i])).toBeLessThanOrEqual(1e-10 * Math.abs(theirs[i]));
  });
});

test.each(cases)('%s gives the same in WebAssembly, and in a lens', (train) => {
  const text = model(train);
  expect(runOf(text, wasmKernels()).state).toEqual(runOf(text).state);
  const { params } = runOf(text, null, 1);
  const snapshot = evaluated(text);
  const updates = updatesOf(snapshot);
  const shown = snapshot.model.params.map(({ node }) => updates.get(node)?.to);
  expect(shown).toEqual(
    snapshot.model.params.map((param, i) => (isReached(snapshot.model, param) ? params[i] : undefined)),
  );
});

const layers = (train: string): string => `data X = [[1, 2], [3, -1]]
param b = 0.5
fn block(x) {
  h1 = tanh(dense(x, 2))
  return dense(h1, 1)
}
a = dense(X, 2) + dense(X, 2)
net = block(a) + b
loss L = mean(net^2)
train sgd() ${train}
`;

test.each([
  ['', ['b', 'a.W', 'a.b', 'a_2.W', 'a_2.b', 'net.h1.W', 'net.h1.b', 'net_2.W', 'net_2.b']],
  ['for b', ['b']],
  ['for a', ['a.W', 'a.b', 'a_2.W', 'a_2.b']],
  ['for a_2.W', ['a_2.W']],
  ['for net.h1, b', ['b', 'net.h1.W', 'net.h1.b']],
  ['for net', ['net.h1.W', 'net.h1.b', 'net_2.W', 'net_2.b']],
])('%j trains %j', (given, names) => {
  const { model, problems } = evaluated(layers(given));
  expect(problems).toEqual([]);
  expect(model.params.filter((param) => isReached(model, param)).map(({ name }) => name)).toEqual(names);
});

test('a step changes the text of trained params alone', () => {
  const { model: lowered } = evaluated(model('sgd(lr = 0.1) for b'));
  const run = runOf(model('sgd(lr = 0.1) for b'), null, 1);
  const b = lowered.params.find(({ name }) => name === 'b')!;
  const edits = trainedEdits(lowered, run.params);
  expect(edits).toHaveLength(3);
  expect(edits.every(({ start }) => start > b.source!.start && start < b.source!.end)).toBe(true);
});

test('training starts over if it freezes other params', () => {
  const { model: before } = evaluated(model('adam() for b'));
  const progress = progressAfter(before, runOf(model('adam() for b'), null, 0).state);
  const states = new Map([['b', { steps: 1, stateBuffers: [new Float64Array(3), new Float64Array(3)] }]]);
  const { model: after } = evaluated(model('adam() for v'));
  expect(restartReason(before, { ...progress, states })).toBeUndefined();
  expect(restartReason(after, { ...progress, states })).toBe('the param v has not been trained before');
});

test.each([
  ['for a.V', 'no-params-to-train', 'a.V'],
  ['for 2 * a', 'no-params-to-train', '2 * a'],
  ['for L', 'no-params-to-train', 'L'],
  ['for c', 'undefined-name', 'c'],
  ['for', 'missing-name', 'for'],
  ['for b,', 'missing-operand', ','],
  ['for b c', 'missing-operator', ''],
])('train sgd() %s has a problem', (given, code, source) => {
  const text = layers(given);
  const [problem, ...others] = evaluatedIfPossible(text).problems;
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code, severity: 'error' });
  if (source !== '') expect(text.slice(problem.start, problem.end)).toBe(source);
});
