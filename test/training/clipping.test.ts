/** Clipped gradients, compared with torch.nn.utils over 100 steps. */

import { beforeAll, describe, expect, test } from 'vitest';
import { wasmKernels } from '../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { updatesOf } from '../../server/src/snapshot/training/paramUpdates.ts';
import { createTrainingJob } from '../../server/src/training/createTrainingJob.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';
import { networkScript, networkText } from '../support/training/smallNetwork.ts';

const model = (train: string): string => `${networkText}loss L = 10 * mean((tanh(X @ W + b) @ v - y)^2)
train ${train}
`;

/** As it is written here, the optimizer of PyTorch, and the calls that clip. */
const cases = [
  ['sgd(lr = 0.02, momentum = 0.9, clip_norm = 0.5)', 'SGD(params, lr=0.02, momentum=0.9)', 'norm(0.5)'],
  ['sgd(lr = 0.02, clip_value = 0.3)', 'SGD(params, lr=0.02)', 'value(0.3)'],
  ['sgd(lr = 0.02, clip_norm = 1e6)', 'SGD(params, lr=0.02)', 'norm(1e6)'],
  ['adam(lr = 0.02, clip_norm = 1, weight_decay = 0.1)', 'Adam(params, lr=0.02, weight_decay=0.1)', 'norm(1)'],
  ['adamw(lr = 0.02, clip_value = 0.1)', 'AdamW(params, lr=0.02)', 'value(0.1)'],
  ['rmsprop(lr = 0.01, clip_value = 0.5, clip_norm = 0.7)', 'RMSprop(params, lr=0.01)', 'value(0.5); norm(0.7)'],
  ['sgd(lr = 0.02, clip_norm = 1 / (step + 1))', 'SGD(params, lr=0.02)', 'norm(1 / (step + 1))'],
] as const;

function runOf(text: string, kernels: ConstructorParameters<typeof TrainingRun>[1] = null): TrainingRun {
  const job = createTrainingJob(evaluated(text), { steps: 100 });
  if (isRefusal(job)) throw new Error(job.refusal);
  return new TrainingRun(job, kernels);
}

const schedule = 'batch = 2, shuffle = 0';

describe.runIf(isPytorchRequired)('clipping compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(cases)('%s', async (train, optimizer, clip) => {
    const run = runOf(model(train.replace(/\)$/, `, ${schedule})`)));
    run.takeSteps(100);
    const printed = await runPython(`${networkScript}norm = lambda limit: torch.nn.utils.clip_grad_norm_(params, limit)
value = lambda limit: torch.nn.utils.clip_grad_value_(params, limit)
optimizer = torch.optim.${optimizer}
for step in range(100):
    rows = slice(step % 4 * 2, step % 4 * 2 + 2)
    optimizer.zero_grad()
    (10 * ((torch.tanh(X[rows] @ W + b) @ v - y[rows]) ** 2).mean()).backward()
    ${clip}
    optimizer.step()
print(json.dumps([p.detach().flatten().tolist() for p in params]))
`);
    const theirs = (JSON.parse(printed) as number[][]).flat();
    for (const [i, our] of run.params.flatMap((values) => [...values]).entries())
      expect(Math.abs(our - theirs[i])).toBeLessThanOrEqual(1e-10 * Math.abs(theirs[i]));
  });
});

test.each(cases)('%s gives the same in WebAssembly, bit for bit', (train) => {
  const text = model(train.replace(/\)$/, `, ${schedule})`));
  const [js, wasm] = [null, wasmKernels()].map((kernels) => runOf(text, kernels));
  for (const run of [js, wasm]) run.takeSteps(100);
  expect(wasm.state).toEqual(js.state);
});

test.each(cases)('the update in a lens is that of a step with %s', (train) => {
  const text = model(train);
  const run = runOf(text);
  run.takeSteps(1);
  expect([...updatesOf(evaluated(text)).values()].map(({ to }) => to)).toEqual(run.params);
});

test('params that share a gradient are clipped once each', () => {
  const text = 'param a = [1, 2]\nparam b = [3, 4]\nloss L = sum(a + b)\ntrain sgd(lr = 1, clip_norm = 1)';
  for (const kernels of [null, wasmKernels()]) {
    const run = runOf(text, kernels);
    run.takeSteps(1);
    const size = 1 / (2 + 1e-6);
    expect(run.params).toEqual([Float64Array.of(1 - size, 2 - size), Float64Array.of(3 - size, 4 - size)]);
  }
});

test.each([
  ['clip_norm = 0', "'clip_norm' must be a positive number, not 0"],
  ['clip_value = -1', "'clip_value' must be a positive number, not −1"],
])('%s is out of range', (given, message) => {
  const { problems } = evaluated(model(`sgd(lr = 0.1, ${given})`));
  expect(problems.map((problem) => problem.message)).toEqual([message]);
});
