/** Hyperparameters as expressions of `step`, `epoch` and `steps`, compared with PyTorch over 100 steps. */

import { beforeAll, describe, expect, test } from 'vitest';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import { flatten } from '../../server/src/engine/runtime/flatProgram.ts';
import { wasmKernels } from '../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { EngineSession } from '../../server/src/engine/training/session/engineSession.ts';
import { type Progress, TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { atNextStep, type EvaluatedSnapshot } from '../../server/src/snapshot/snapshot.ts';
import { hyperparametersOf } from '../../server/src/snapshot/training/hyperparameters.ts';
import { updatesOf } from '../../server/src/snapshot/training/paramUpdates.ts';
import { isStateful } from '../../server/src/snapshot/training/resume.ts';
import { withValues } from '../../server/src/snapshot/withValues.ts';
import { createTrainingJob, type TrainingRequest } from '../../server/src/training/createTrainingJob.ts';
import { createSessionJob } from '../../server/src/training/sessionSetup.ts';
import { progressAfter } from '../../server/src/training/stepEdits.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';
import { pollCommand } from '../support/training/manualSession.ts';
import { networkScript, networkText } from '../support/training/smallNetwork.ts';

/** Four steps an epoch, 25 epochs: 100 steps. */
const model = (train: string): string => `${networkText}loss L = mean((tanh(X @ W + b) @ v - y)^2)
train ${train}
`;

const settings = 'batch = 2, shuffle = 0, epochs = 25';

/** The settings of an optimizer as they are written here and in PyTorch, without the learning rate. */
const optimizers = [
  ['sgd', 'momentum = 0.9', 'SGD', 'momentum=0.9', 0.05],
  ['adam', 'beta1 = 0.85, beta2 = 0.99, eps = 1e-8', 'Adam', 'betas=(0.85, 0.99), eps=1e-8', 0.02],
  ['adamw', 'weight_decay = 0.1', 'AdamW', 'weight_decay=0.1', 0.02],
  ['rmsprop', 'alpha = 0.9', 'RMSprop', 'alpha=0.9', 0.01],
] as const;

/** Factors of the learning rate: linear, cosine, warm-up, and step by step. */
const schedules = [
  ['(1 - step / steps)', '1 - step / steps'],
  ['(0.5 + 0.5 * cos(3.141592653589793 * step / steps))', '0.5 + 0.5 * math.cos(3.141592653589793 * step / steps)'],
  ['min(1, (step + 1) / 10)', 'min(1, (step + 1) / 10)'],
  ['0.5 ^ floor(epoch / 5)', '0.5 ** (epoch // 5)'],
] as const;

function runOf(text: string, request: TrainingRequest = {}, kernels: Parameters<typeof kernelsRun>[1] = null) {
  const job = createTrainingJob(evaluated(text), request);
  if (isRefusal(job)) throw new Error(job.refusal);
  return kernelsRun(job, kernels);
}

function kernelsRun(...args: ConstructorParameters<typeof TrainingRun>): TrainingRun {
  return new TrainingRun(...args);
}

function progressOf(run: TrainingRun): Progress[] {
  const found: Progress[] = [];
  const steps = run.steps();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return found;
    if (value) found.push(value);
  }
}

describe.runIf(isPytorchRequired)('a schedule compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(optimizers.flatMap((optimizer) => schedules.map((schedule) => [...optimizer, ...schedule] as const)))(
    '%s with %s: %6$s',
    async (name, given, torchName, torchGiven, lr, ours, theirs) => {
      const run = runOf(model(`${name}(lr = ${lr} * ${ours}, ${given}, ${settings})`));
      const progress = progressOf(run);
      const printed =
        await runPython(`${networkScript}optimizer = torch.optim.${torchName}(params, lr=${lr}, ${torchGiven})
steps = 100
def factor(step):
    epoch = step // 4
    return ${theirs}
schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
losses = []
for step in range(steps):
    rows = slice(step % 4 * 2, step % 4 * 2 + 2)
    optimizer.zero_grad()
    loss = ((torch.tanh(X[rows] @ W + b) @ v - y[rows]) ** 2).mean()
    loss.backward()
    optimizer.step()
    schedule.step()
    losses.append(loss.item())
print(json.dumps([losses, [p.detach().flatten().tolist() for p in params]]))
`);
      const [losses, params] = JSON.parse(printed) as [number[], number[][]];
      expect(progress).toHaveLength(100);
      expect(
        differing(
          progress.map(({ loss }) => loss),
          losses,
        ),
      ).toEqual([]);
      expect(
        differing(
          run.params.flatMap((values) => [...values]),
          params.flat(),
        ),
      ).toEqual([]);
    },
  );

  test('every hyperparameter may have a schedule', async () => {
    const train =
      'adam(lr = 0.01, beta1 = 0.9 - 0.1 * epoch / 25, beta2 = 0.99 - step / 1000, weight_decay = 0.1 / (step + 1)';
    const run = runOf(model(`${train}, ${settings})`));
    progressOf(run);
    const printed = await runPython(`${networkScript}optimizer = torch.optim.Adam(params, lr=0.01)
for step in range(100):
    for group in optimizer.param_groups:
        group['betas'] = (0.9 - 0.1 * (step // 4) / 25, 0.99 - step / 1000)
        group['weight_decay'] = 0.1 / (step + 1)
    rows = slice(step % 4 * 2, step % 4 * 2 + 2)
    optimizer.zero_grad()
    ((torch.tanh(X[rows] @ W + b) @ v - y[rows]) ** 2).mean().backward()
    optimizer.step()
print(json.dumps([p.detach().flatten().tolist() for p in params]))
`);
    expect(
      differing(
        run.params.flatMap((values) => [...values]),
        (JSON.parse(printed) as number[][]).flat(),
      ),
    ).toEqual([]);
  });
});

/** The numbers that differ by more than 1e-10 relative to the larger one. */
function differing(ours: readonly number[], theirs: readonly number[]): readonly string[] {
  expect(ours).toHaveLength(theirs.length);
  return theirs.flatMap((their, i) =>
    Math.abs(ours[i] - their) <= 1e-10 * Math.max(Math.abs(ours[i]), Math.abs(their))
      ? []
      : [`${i}: ${ours[i]}, ${their}`],
  );
}

test.each(
  optimizers.flatMap(([name, given, , , lr]) =>
    schedules.map(([schedule]) => `${name}(lr = ${lr} * ${schedule}, ${given}, ${settings})`),
  ),
)('%s gives the same in WebAssembly, bit for bit', (train) => {
  const [js, wasm] = [null, wasmKernels()].map((kernels) => runOf(model(train), {}, kernels));
  expect(progressOf(wasm)).toEqual(progressOf(js));
  expect(wasm.state).toEqual(js.state);
  const taken = runOf(model(train), {}, wasmKernels());
  taken.takeSteps(100);
  expect(taken.params).toEqual(js.params);
});

/** A step moves w by the learning rate. */
const linear = (train: string): string => `param w = 0\nloss L = -w\ntrain ${train}\n`;
const numbered = (train: string): string =>
  `data x = [1, 1, 1, 1, 1, 1]\nparam w = 0\nloss L = -w * mean(x)\ntrain ${train}\n`;

/** The learning rate of each step. */
function ratesOf(text: string, request: TrainingRequest = {}): number[] {
  const run = runOf(text, request);
  const rates: number[] = [];
  let [[before]] = run.params;
  const steps = run.steps();
  for (let next = steps.next(); !next.done; next = steps.next()) {
    if (next.value === undefined) continue;
    const [[after]] = run.params;
    rates.push(after - before);
    before = after;
  }
  return rates;
}

describe('counters', () => {
  test.each([
    ['step counts from 0', linear('sgd(lr = step, epochs = 4)'), [0, 1, 2, 3]],
    ['without data every step is an epoch', linear('sgd(lr = epoch, epochs = 4)'), [0, 1, 2, 3]],
    ['epoch counts passes over the samples', numbered('sgd(lr = epoch, batch = 2, epochs = 2)'), [0, 0, 0, 1, 1, 1]],
    ['steps are those of all epochs', numbered('sgd(lr = steps, batch = 4, epochs = 2)'), [4, 4, 4, 4]],
    ['held-out samples take no step', numbered('sgd(lr = steps, batch = 1, epochs = 1, holdout = 0.5)'), [3, 3, 3]],
    ['a definition of the file wins', `const step = 8\n${linear('sgd(lr = step, epochs = 2)')}`, [8, 8]],
    [
      'consts, functions and params may take part',
      `const c = 2\nfn f(step) = c * step\n${linear('sgd(lr = f(step + 1) + 0 * w, epochs = 2)')}`,
      [2, 4],
    ],
  ])('%s', (_, text, rates) => {
    expect(ratesOf(text)).toEqual(rates);
  });

  test('a run that continues ends where its schedule ends, and another one goes on from there', () => {
    const text = numbered('sgd(lr = steps - step, batch = 1, epochs = 1)');
    expect(ratesOf(text)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(ratesOf(text, { startStep: 4 })).toEqual([2, 1]);
    expect(ratesOf(text, { startStep: 6 })).toEqual([6, 5, 4, 3, 2, 1]);
    expect(ratesOf(text, { startStep: 4, steps: 4 })).toEqual([2, 1, 6, 5]);
  });

  test('have no value in other statements', () => {
    expect(evaluated('y = step').problems).toMatchObject([{ code: 'undefined-name' }]);
    expect(evaluated(`${linear('sgd(batch = step)')}`).problems).toMatchObject([{ code: 'invalid-setting' }]);
  });
});

/** A version of a text after some steps of its training. */
function after(text: string, steps: number): EvaluatedSnapshot {
  const start = evaluated(text);
  const run = runOf(text, { steps });
  progressOf(run);
  const trained = text.replace('w = 0', `w = ${run.params[0][0]}`);
  const next = atNextStep({ ...evaluated(trained), trainingProgress: progressAfter(start.model, run.state) });
  return withValues(next, new Execution(next.model.program).run());
}

test('lenses, and the step after them, have the rate of the next step', () => {
  const text = numbered('sgd(lr = 0.5 * (1 - step / steps), batch = 2, epochs = 2)');
  expect(isStateful(evaluated(text).model)).toBe(true);
  for (const [steps, lr] of [
    [0, 0.5],
    [2, 0.5 * (1 - 2 / 6)],
    [5, 0.5 * (1 - 5 / 6)],
    [6, 0.5 * (1 - 6 / 12)],
  ] as const) {
    const snapshot = after(text, steps);
    const { model, evaluation, trainingProgress } = snapshot;
    expect(hyperparametersOf(model.trainingPlan!, model, evaluation.values).lr).toBe(lr);
    const [{ from, to }] = updatesOf(snapshot).values();
    expect(to[0]).toBe(from[0] + lr);
    const job = createTrainingJob(snapshot, {
      startStep: steps,
      order: trainingProgress!.resumeState!.order,
      steps: 1,
    });
    if (isRefusal(job)) throw new Error(job.refusal);
    const run = new TrainingRun(job);
    progressOf(run);
    expect(run.params).toEqual([to]);
  }
});

test('a session shows the rate of the step after the shown one, also of earlier steps', () => {
  const snapshot = evaluated(numbered('adam(lr = 0.5 * (1 - step / steps), batch = 2, epochs = 2)'));
  const job = createSessionJob(snapshot, {});
  if (isRefusal(job)) throw new Error(job.refusal);
  expect(job.program).toEqual(flatten(snapshot.model.program));
  const session = new EngineSession(job, () => 0);
  const rateAt = (): number => {
    session.handle({ ...pollCommand, isFull: true, includesRunState: false });
    for (const state of session.work()) {
      if (state?.values) return hyperparametersOf(snapshot.model.trainingPlan!, snapshot.model, state.values).lr;
    }
    throw new Error('no values');
  };
  const finish = (): void => {
    for (const _ of session.work());
  };
  expect(rateAt()).toBe(0.5);
  session.handle({ kind: 'run', until: 5 });
  finish();
  expect(rateAt()).toBe(0.5 * (1 - 5 / 6));
  session.handle({ kind: 'seek', step: 2 });
  finish();
  expect(rateAt()).toBe(0.5 * (1 - 2 / 6));
});

test.each([
  ['lr = 1 - step / 4', "'lr' must be a number, 0 or greater, but is −0.25 where step = 5"],
  ['lr = step - 1', "'lr' must be a number, 0 or greater, not −1"],
  ['lr = 0.1, momentum = step / 5', "'momentum' must be a number from 0 to less than 1, but is 1 where step = 5"],
])('%s is out of range', (given, message) => {
  const { problems } = evaluated(numbered(`sgd(${given}, batch = 1, epochs = 1)`));
  expect(problems.map((problem) => [problem.code, problem.message])).toEqual([['out-of-range', message]]);
});

test.each(['lr = 0.1 * step', 'lr = 1 - step / 5', 'lr = 0.1 * min(1, step / 3)'])('%s may be 0', (given) => {
  expect(evaluated(numbered(`sgd(${given}, batch = 1, epochs = 1)`)).problems).toEqual([]);
});
