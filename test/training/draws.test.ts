/** Training with random nodes, compared with PyTorch, which is given the same numbers: new ones at each step. */

import { beforeAll, describe, expect, test } from 'vitest';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import { wasmKernels } from '../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
import { createTrainingJob } from '../../server/src/training/createTrainingJob.ts';
import { evaluated, valuesOf } from '../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const text = `param mu = [0.5, -0.5]
param s = [0.1, 0.2]
eps[4, 2] ~ normal()
keep[4, 2] ~ bernoulli(0.75)
z = (mu + exp(s) * eps) * keep
loss L = mean((tanh(z) - [0.3, -0.7])^2)
slope = ∂L/∂s
curved = sum(slope^2)
second = ∂curved/∂mu
train adam(lr = 0.05, seed = 3)`;

/** The numbers of a random node at a step. */
function drawsAt(step: number, name: string): readonly number[] {
  const { model, names } = analyze(text);
  const values = new Execution(model.program).run(new Map([[model.drawCounter!, Float64Array.of(step)]]));
  return Array.from(elementsOf(model.program, values, model.statementNodes[names.definitions.get(name)!.id]));
}

function runOf(kernels: ConstructorParameters<typeof TrainingRun>[1], steps: number): TrainingRun {
  const job = createTrainingJob(evaluated(text), { steps });
  if (isRefusal(job)) throw new Error(job.refusal);
  const run = new TrainingRun(job, kernels);
  run.takeSteps(steps);
  return run;
}

const script = (steps: readonly number[]) => `
import json, torch
torch.set_default_dtype(torch.float64)
mu, s = params = [torch.tensor(p).requires_grad_() for p in ([0.5, -0.5], [0.1, 0.2])]
draws = ${JSON.stringify(steps.map((step) => [drawsAt(step, 'eps'), drawsAt(step, 'keep')]))}
def loss(eps, keep):
    eps, keep = (torch.tensor(x).reshape(4, 2) for x in (eps, keep))
    z = (mu + torch.exp(s) * eps) * keep
    return ((torch.tanh(z) - torch.tensor([0.3, -0.7])) ** 2).mean()
`;

describe.runIf(isPytorchRequired)('compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test('gradients of the first and the second order flow past the draws', async () => {
    const printed = await runPython(`${script([0])}
slope, = torch.autograd.grad(loss(*draws[0]), s, create_graph=True)
second, = torch.autograd.grad((slope ** 2).sum(), mu)
print(json.dumps([slope.tolist(), second.tolist()]))`);
    const snapshot = evaluated(text);
    const ours = ['slope', 'second'].flatMap((name) => valuesOf(snapshot, name)!);
    expectClose(ours, (JSON.parse(printed) as number[][]).flat(), 1e-12);
  });

  test.each(['TypeScript', 'WebAssembly'])('50 steps in %s', async (backend) => {
    const printed = await runPython(`${script(Array.from({ length: 50 }, (_, i) => i + 1))}
optimizer = torch.optim.Adam(params, lr=0.05)
for draw in draws:
    optimizer.zero_grad()
    loss(*draw).backward()
    optimizer.step()
print(json.dumps([p.tolist() for p in params]))`);
    const { params } = runOf(backend === 'TypeScript' ? null : wasmKernels(), 50);
    expectClose(
      params.flatMap((values) => [...values]),
      (JSON.parse(printed) as number[][]).flat(),
      1e-10,
    );
  });
});

test('each step has numbers of its own, other than those in the editor', () => {
  const draws = [-1, 0, 1, 2, 3].map((step) => drawsAt(step, 'eps').join(' '));
  expect(new Set(draws).size).toBe(5);
  expect(draws[1]).toBe(valuesOf(evaluated(text), 'eps')!.join(' '));
});

test('10 steps and 10 more are 20 steps', () => {
  const whole = runOf(null, 20);
  const first = runOf(null, 10);
  const job = createTrainingJob(evaluated(text), { steps: 10, startStep: 10 });
  if (isRefusal(job)) throw new Error(job.refusal);
  const second = new TrainingRun(job, null);
  second.restore({ ...first.state }, second.settings);
  second.takeSteps(10);
  expect(second.params).toEqual(whole.params);
});

test('the batches of a mini-batch draw for their samples', () => {
  const batched = `data X = [[1], [2], [3], [4]]
param w = 0.5
eps[size(X, 0), 1] ~ normal()
loss L = mean((X * w + eps)^2)
train sgd(lr = 0.01, batch = 2, epochs = 2)`;
  const job = createTrainingJob(evaluated(batched));
  if (isRefusal(job)) throw new Error(job.refusal);
  const run = new TrainingRun(job, null);
  run.takeSteps(4);
  expect(run.step).toBe(4);
});

function expectClose(ours: readonly number[], theirs: readonly number[], tolerance: number): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, value] of ours.entries())
    expect(Math.abs(value - theirs[i])).toBeLessThanOrEqual(tolerance * Math.abs(theirs[i]));
}
