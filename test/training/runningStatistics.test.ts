/** Running statistics of `batch_norm` against PyTorch: in steps, in evaluation, and in what is stored beside the file. */

import { beforeAll, describe, expect, test } from 'vitest';
import { isReadFailure } from '../../server/src/data/readFailure.ts';
import { readSafetensors, writeSafetensors } from '../../server/src/data/safetensors.ts';
import { adjointOf } from '../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import { wasmKernels } from '../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { Batches } from '../../server/src/engine/training/batches.ts';
import type { TrainingJob } from '../../server/src/engine/training/trainingJob.ts';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import type { LearnedParams } from '../../server/src/language/lowering/model.ts';
import { noFiles } from '../../server/src/language/names/modules/files.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { analyze, type EvaluatedSnapshot } from '../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../server/src/snapshot/withValues.ts';
import { createTrainingJob, learnedParamsOf } from '../../server/src/training/createTrainingJob.ts';
import { evaluated, valuesOf } from '../support/models/evaluated.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';
import { progressOf } from '../support/training/trainingJobs.ts';

const count = 9;
const images = Array.from({ length: count }, (_, sample) =>
  Array.from({ length: 2 }, (_, channel) =>
    Array.from({ length: 3 }, (_, row) =>
      Array.from({ length: 3 }, (_, column) => Math.sin(1 + sample * 7 + channel * 3 + row * 1.7 + column * 2.3) * 2),
    ),
  ),
);
const labels = images.map((image) => image[0][1][1] - 0.5 * image[1][0][2]);

const values = (length: number, phase: number): number[] =>
  Array.from({ length }, (_, i) => Math.cos(i * 1.3 + phase) * 0.6);
const nested = (flat: readonly number[], width: number): readonly (readonly number[])[] =>
  Array.from({ length: flat.length / width }, (_, row) => flat.slice(row * width, (row + 1) * width));

const start = {
  K: nested(nested(nested(values(3 * 2 * 2 * 2, 0.3), 2) as never, 2) as never, 2),
  W: nested(values(12 * 4, 1), 4),
  gain: [1, 0.8, 1.2, 0.9],
  shift: [0.1, 0, -0.2, 0.3],
  V: values(4, 2),
};

/** A 4-dimensional and a 2-dimensional normalization, one of them in a function that is called twice. */
const text = (more = ''): string => `data X = ${JSON.stringify(images)}
data y = ${JSON.stringify(labels)}
param K = ${JSON.stringify(start.K)}
param W = ${JSON.stringify(start.W)}
param gain = ${JSON.stringify(start.gain)}
param shift = ${JSON.stringify(start.shift)}
param V = ${JSON.stringify(start.V)}
fn block(x, gain) {
  n = batch_norm(x, eps = 0.001)
  return tanh(n * gain)
}
c = batch_norm(conv2d(X, K))
f = dropout(relu(c), 0) @ eye(2)
h = block(reshape(f, [size(X, 0), 12]) @ W, gain)
out = block(h + shift, 1) @ V
loss L = mse(out, y)
${more}
train sgd(lr = 0.1, momentum = 0.9, batch = 3, epochs = 2, holdout = 0.2, seed = 3)`;

const script = `
import json, torch
from torch.nn import BatchNorm1d, BatchNorm2d, Module, Parameter
torch.set_default_dtype(torch.float64)

class Model(Module):
    def __init__(self, start):
        super().__init__()
        for name, numbers in start.items():
            setattr(self, name, Parameter(torch.tensor(numbers)))
        self.c = BatchNorm2d(3, affine=False)
        self.h = BatchNorm1d(4, affine=False, eps=0.001)
        self.out = BatchNorm1d(4, affine=False, eps=0.001)
    def forward(self, x):
        self.values = {}
        c = self.c(torch.conv2d(x, self.K))
        f = torch.relu(c)
        h = torch.tanh(self.h(f.reshape(len(x), 12) @ self.W) * self.gain)
        out = torch.tanh(self.out(h + self.shift)) @ self.V
        self.values = dict(c=c, h=h, out=out)
        return out

def flat(tensor):
    return tensor.detach().flatten().tolist()

def run(start, X, y, batches, held_out):
    model, X, y = Model(start), torch.tensor(X), torch.tensor(y)
    loss = lambda rows: ((model(X[rows]) - y[rows]) ** 2).mean()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for rows in batches:
        model.train()
        optimizer.zero_grad()
        loss(rows).backward()
        optimizer.step()
    result = dict(params={name: flat(value) for name, value in model.named_parameters()},
                  statistics={name: flat(value) for name, value in model.named_buffers() if 'running' in name})
    model.eval()
    result['heldOut'] = loss(held_out).item()
    optimizer.zero_grad()
    L = loss(list(range(len(X))))
    L.backward()
    result['values'] = dict({name: flat(value) for name, value in model.values.items()}, L=[L.item()])
    result['gradients'] = {name: flat(value.grad) for name, value in model.named_parameters()}
    return result
`;

interface Judged {
  readonly params: Readonly<Record<string, readonly number[]>>;
  readonly statistics: Readonly<Record<string, readonly number[]>>;
  readonly heldOut: number;
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

function jobOf(snapshot: EvaluatedSnapshot, request: Parameters<typeof createTrainingJob>[1] = {}): TrainingJob {
  const job = createTrainingJob(snapshot, { hasFullEvaluation: true, ...request });
  if (isRefusal(job)) throw new Error(job.refusal);
  return job;
}

function batchesOf({ batchOrder, startStep, steps, sampleCount }: TrainingJob): readonly (readonly number[])[] {
  const batches = new Batches(sampleCount, batchOrder);
  return Array.from({ length: steps }, (_, i) => {
    const { indices, start: first, length } = batches.at(startStep + i);
    return Array.from(indices.subarray(first, first + length));
  });
}

async function judge(job: TrainingJob): Promise<Judged> {
  const heldOut = Array.from(new Batches(job.sampleCount, job.batchOrder).heldOutSamples.indices);
  const args = [start, images, labels, batchesOf(job), heldOut].map((value) => JSON.stringify(value)).join(', ');
  return JSON.parse(await runPython(`${script}\nprint(json.dumps(run(${args})))`));
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-12): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
}

function trainedBy(job: TrainingJob, kernels: ConstructorParameters<typeof TrainingRun>[1]): TrainingRun {
  const run = new TrainingRun(job, kernels);
  expect(run.takeSteps(job.steps)).toBeUndefined();
  return run;
}

/** The text with params and statistics that training has changed. */
function withTrained(snapshot: EvaluatedSnapshot, tensors: readonly Float64Array[], mode: 'training' | 'evaluation') {
  const { model, text: source } = snapshot;
  const learnedParams: LearnedParams = learnedParamsOf(model, tensors);
  const analyzed = analyze(source, 1, { files: noFiles, learnedParams, mode });
  const leaves = new Map(analyzed.model.params.map(({ node }, i) => [node, tensors[i]]));
  return withValues(analyzed, new Execution(analyzed.model.program).run(leaves));
}

describe.runIf(isPytorchRequired)('batch_norm', () => {
  let judged: Judged;
  let snapshot: EvaluatedSnapshot;
  let job: TrainingJob;

  beforeAll(async () => {
    snapshot = evaluated(text());
    job = jobOf(snapshot);
    judged = await judge(job);
  });

  test('updates its running statistics at each step', () => {
    expect(snapshot.problems).toEqual([]);
    expect(job.steps).toBe(6);
    const { params, runningStatistics } = snapshot.model;
    expect(runningStatistics.map(({ name }) => name)).toEqual([
      'c.running_mean',
      'c.running_var',
      'h.n.running_mean',
      'h.n.running_var',
      'out.n.running_mean',
      'out.n.running_var',
    ]);
    for (const kernels of [null, wasmKernels()]) {
      const run = trainedBy(job, kernels);
      for (const [i, { name }] of params.entries()) expectClose(run.params[i], judged.params[name]);
      for (const [i, { name }] of runningStatistics.entries())
        expectClose(run.params[params.length + i], judged.statistics[name.replace('.n.', '.')]);
    }
  });

  test('takes the same steps in TypeScript and in WebAssembly, bit for bit', () => {
    expect(trainedBy(job, wasmKernels()).params).toEqual(trainedBy(job, null).params);
  });

  test('updates its running statistics in 32 bits', () => {
    const single = jobOf(snapshot, { precision: 'f32' });
    for (const kernels of [null, wasmKernels()]) {
      const { params } = trainedBy(single, kernels);
      for (const [i, { name }] of snapshot.model.runningStatistics.entries())
        expectClose(params[snapshot.model.params.length + i], judged.statistics[name.replace('.n.', '.')], 1e-4);
    }
  });

  test('uses them for the held-out loss', () => {
    const losses = progressOf(job).flatMap(({ heldOut }) => (heldOut === undefined ? [] : [heldOut]));
    expect(losses).toHaveLength(2);
    expectClose([losses[1]], [judged.heldOut]);
  });

  test('uses them in evaluation, in values and gradients', () => {
    const { params } = trainedBy(job, null);
    const inEvaluation = withTrained(snapshot, params, 'evaluation');
    expect(inEvaluation.problems).toEqual([]);
    for (const [name, numbers] of Object.entries(judged.values)) expectClose(valuesOf(inEvaluation, name)!, numbers);
    const { model, evaluation } = inEvaluation;
    for (const { name, node } of model.params) {
      const adjoint = adjointOf(model.objective!.backwardPass, node)!;
      expectClose(elementsOf(model.program, evaluation.values, adjoint), judged.gradients[name]);
    }
  });

  test('uses them in expectations, also of gradients', () => {
    const { params } = trainedBy(job, null);
    const claims = [
      `expect L ≈ ${judged.values.L[0]} within 1e-12`,
      `expect out ≈ ${JSON.stringify(judged.values.out)} within 1e-12`,
      `expect ∂L/∂V ≈ ${JSON.stringify(judged.gradients.V)} within 1e-12`,
      `expect g ≈ ${JSON.stringify(nested(judged.gradients.W, 4))} within 1e-12`,
    ];
    const checked = evaluated(text(`g = ∂L/∂W\n${claims.join('\n')}`));
    for (const mode of ['training', 'evaluation'] as const) {
      const { evaluation } = withTrained(checked, params, mode);
      expect(evaluation.verdicts.map(({ holds }) => holds)).toEqual(claims.map(() => true));
    }
  });

  test('keeps them between runs, in the checkpoint', async () => {
    const first = trainedBy(jobOf(snapshot, { steps: 4 }), null);
    const bytes = writeSafetensors(learnedParamsOf(snapshot.model, first.params));
    const stored = readSafetensors(bytes);
    if (isReadFailure(stored)) throw new Error(stored.failure);
    const { model } = analyze(text(), 1, { files: noFiles, learnedParams: stored });
    expect(model.runningStatistics.map(({ values: numbers }) => numbers)).toEqual(
      first.params.slice(snapshot.model.params.length),
    );
    expect(model.runningStatistics.every(({ isLearned }) => isLearned)).toBe(true);
  });
});

describe('statistics of a call beside params that are called the same', () => {
  const data = 'data X = [[0, 1], [4, 2], [1, 6]]';
  const scaled = `fn f(x) {
  param running_mean[2] ~ ones()
  param running_var[2] ~ zeros()
  return batch_norm(x) * running_mean + running_var
}`;
  const named = ['h.running_mean', 'h.running_var'];
  const imported = filesOf({ 'f.bp': 'import "g.bp"', 'g.bp': scaled });

  test.each([
    ['in a function', `${data}\n${scaled}\nh = f(X)`, noFiles],
    ['in a function that is called after them', `${data}\n${scaled}\nh = batch_norm(X) * f(X)`, noFiles],
    ['in a file that an import imports', `${data}\nimport "g.bp"\nimport "f.bp"\nh = f(X)`, imported],
  ])('have names of their own: %s', (_, source, files) => {
    const snapshot = evaluated(`${source}\nloss L = mean((h - 2)^2)\ntrain sgd(lr = 0.1)`, files);
    expect(snapshot.problems).toEqual([]);
    const { model } = snapshot;
    expect(model.params.map(({ name }) => name)).toEqual(named);
    expect(model.runningStatistics.map(({ name }) => name).slice(0, 2)).toEqual(named.map((name) => `${name}_2`));
    const { params } = trainedBy(jobOf(snapshot, { steps: 1 }), null);
    const stored = readSafetensors(writeSafetensors(learnedParamsOf(model, params)));
    if (isReadFailure(stored)) throw new Error(stored.failure);
    const resumed = analyze(snapshot.text, 1, { files, learnedParams: stored });
    expect(resumed.problems).toEqual([]);
    const initials = resumed.model.params.map(({ node }) => {
      const { program } = resumed.model;
      return program.attributes(program.operand(node, 0)).values;
    });
    expect([...initials, ...resumed.model.runningStatistics.map(({ values: numbers }) => numbers)]).toEqual(params);
    expect(params[1]).not.toEqual(Float64Array.of(0, 0));
  });
});

describe('stored statistics that no run has saved', () => {
  const source = 'data X = [[0, 1], [4, 2], [1, 6]]\nparam w = 1\nh = batch_norm(X * w)\nloss L = mean((h - 1)^2)';
  const pair = (mean: readonly number[] | undefined, variance: readonly number[] | undefined): LearnedParams =>
    new Map(
      Object.entries({ running_mean: mean, running_var: variance }).flatMap(([name, numbers]) =>
        numbers ? [[`h.${name}`, { shape: [2], values: Float64Array.from(numbers) }] as const] : [],
      ),
    );

  test.each([
    ['h.running_mean is missing', pair(undefined, [4, 4])],
    ['h.running_var is missing', pair([4, 4], undefined)],
    ['h.running_var has a negative number', pair([3, 3], [4, -1])],
    ['h.running_mean has a number that is not finite', pair([3, Number.NaN], [4, 4])],
    ['h.running_var has a number that is not finite', pair([3, 3], [Number.POSITIVE_INFINITY, 4])],
  ])('are not used, none of their call, and reported: %s', (reason, learnedParams) => {
    for (const mode of ['training', 'evaluation'] as const) {
      const { model, problems } = analyze(source, 1, { files: noFiles, learnedParams, mode });
      expect(problems.map(({ code, message, start }) => [code, message, start])).toEqual([
        [
          'running-statistics-unusable',
          `the running statistics of h can't be used, so they start over: ${reason}`,
          source.indexOf('h ='),
        ],
      ]);
      expect(model.runningStatistics.map(({ values: numbers, isLearned }) => [...numbers, isLearned])).toEqual([
        [0, 0, false],
        [1, 1, false],
      ]);
    }
  });

  test('are used if they are complete', () => {
    const { model, problems } = analyze(source, 1, { files: noFiles, learnedParams: pair([3, -1], [4, 0]) });
    expect(problems).toEqual([]);
    expect(model.runningStatistics.every(({ isLearned }) => isLearned)).toBe(true);
  });
});

describe('batch_norm without a name to keep statistics under', () => {
  test('has those of the batch in both modes', () => {
    const source = 'const Z = batch_norm([[1, 2], [3, 6]], eps = 0)';
    for (const mode of ['training', 'evaluation'] as const) {
      const snapshot = evaluated(source, noFiles, mode);
      expect(snapshot.problems).toEqual([]);
      expect(valuesOf(snapshot, 'Z')).toEqual([-1, -1, 1, 1]);
      expect(snapshot.model.isModeDependent).toBe(false);
    }
  });
});

describe('a batch of one value per channel', () => {
  const one = 'data X = [[1, 2]]\nparam w = [1, 1]\nh = batch_norm(X * w)\nloss L = sum(h)';

  test('is a problem of the call in training, and none in evaluation', () => {
    const [found, ...others] = evaluated(one).problems;
    expect(others).toEqual([]);
    expect(one.slice(found.start, found.end)).toBe('batch_norm(X * w)');
    expect(found.message).toBe('batch_norm of [1, 2]: training needs more than one value per channel');
    const forward = one.slice(0, one.indexOf('loss'));
    expect(evaluated(forward).problems).toHaveLength(1);
    expect(evaluated(forward, noFiles, 'evaluation').problems).toEqual([]);
  });

  test('is a problem while typing if a mini-batch would have it', () => {
    const rows = 'data X = [[1, 2], [3, 4], [5, 7]]\nparam w = [1, 1]\nh = batch_norm(X * w)\nloss L = sum(h)\n';
    const [found] = evaluated(`${rows}train sgd(batch = 2)`).problems;
    expect(`${rows}`.slice(found.start, found.end)).toBe('batch_norm(X * w)');
    expect(evaluated(`${rows}train sgd(batch = 3)`).problems).toEqual([]);
    // One held-out sample is evaluated, not trained on.
    expect(evaluated(`${rows}train sgd(holdout = 0.34)`).problems).toEqual([]);
  });
});
