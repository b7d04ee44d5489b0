/** Training on the kernels takes bit-identical steps to training without them. */

import { globSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examples as folder } from '../../../scripts/paths.ts';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { reductions } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { Random } from '../../../server/src/engine/math/random.ts';
import { add } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { square, tanh } from '../../../server/src/engine/operators/elementwise/functions.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { crossEntropy } from '../../../server/src/engine/operators/losses/crossEntropy.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { softmax } from '../../../server/src/engine/operators/reductions/softmax.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { flatten } from '../../../server/src/engine/runtime/flatProgram.ts';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { noCounterLeaves } from '../../../server/src/engine/training/counters.ts';
import { optimizers } from '../../../server/src/engine/training/optimizers.ts';
import type { TrainingJob } from '../../../server/src/engine/training/trainingJob.ts';
import { TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import { readAndEvaluate } from '../../../server/src/node/bp/command.ts';
import { createTrainingJob } from '../../../server/src/training/createTrainingJob.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { addRoot, anyOperand, buildProgram, programRecipes } from '../../support/programs/randomPrograms.ts';

const special = fc.constantFrom(0, -0, 1, -1, 2, 0.1, 1e200, Infinity, -Infinity, Number.NaN);
const steps = operators.filter(({ name, vjp }) => vjp.length > 0 && name !== 'leaf');
const ordinary = fc.double({ min: -3, max: 3, noNaN: true });

const files = globSync('*.bp', { cwd: folder });

describe('training with and without kernels', () => {
  test('takes the same steps in random tensor programs', () => {
    const shapes = [[], [1], [3], [1, 3], [3, 1], [2, 3], [3, 3], [2, 3, 3], [17], [3, 0]];
    check(programRecipes({ operators: steps, shapes, values: [ordinary, special], steps: 30 }), 300);
  });

  test('takes the same steps in random scalar programs', () => {
    check(programRecipes({ operators: steps, shapes: [[]], values: [ordinary], steps: 40 }), 100);
  });

  test('takes the same steps in elementwise programs, which are mostly fused', () => {
    const elementwise = steps.filter(({ kind }) => kind === 'elementwise');
    const shapes = [[4, 150], [150], [4, 1], [1], []];
    check(programRecipes({ operators: elementwise, shapes, values: [ordinary], steps: 12 }), 100);
  });

  test('takes the same steps with a param so large that an evaluation yields after it', () => {
    const program = new Program();
    for (const length of [3, 40_000, 2]) {
      const values = Array.from({ length }, (_, i) => i + 1);
      program.add(square, [program.add(leaf, [program.add(constant, [], { shape: [length], values })])]);
    }
    for (const { name } of optimizers) {
      const job = jobOf(program, name);
      expect(outcomeOf(job, true)).toEqual(outcomeOf(job, false));
    }
  });

  test('takes the same steps with params of different update counts', () => {
    const program = new Program();
    for (const value of [1, 2, 3, 4]) {
      program.add(square, [program.add(leaf, [program.add(constant, [], { shape: [1], values: [value] })])]);
    }
    const moments = (steps: number) => ({ steps, stateBuffers: [Float64Array.of(0.1), Float64Array.of(0.2)] });
    const job = { ...jobOf(program, 'adam'), states: [moments(7), moments(7), undefined, moments(2)] };
    expect(outcomeOf(job, true)).toEqual(outcomeOf(job, false));
  });

  test.each([
    ['sgd', {}],
    ['sgd', { momentum: 0.9 }],
    ['sgd', { momentum: 0.8, nesterov: 1, weight_decay: 0.05 }],
    ['adam', { weight_decay: 0.05 }],
    ['adamw', { weight_decay: 0.1 }],
    ['rmsprop', { momentum: 0.9, weight_decay: 0.05 }],
  ])('takes the same steps by %s with %o if any element becomes non-finite', (optimizer, given) => {
    const length = 11;
    for (let index = 0; index <= length; index++) {
      const program = new Program();
      const values = Array.from({ length }, (_, i) => (i === index ? 1e308 : i / 3 - 1));
      program.add(square, [program.add(leaf, [program.add(constant, [], { shape: [length], values })])]);
      const job = { ...jobOf(program, optimizer), hyperparameters: { ...defaultsOf(optimizer), ...given } };
      const outcome = outcomeOf(job, true);
      expect(outcome).toEqual(outcomeOf(job, false));
      expect(outcome.ending.kind).toBe(index < length ? 'not-finite' : 'finished');
    }
  });

  test('takes the same steps in products to which a row is added', () => {
    const random = new Random(1, 'layers');
    for (const [left, right, row] of [
      [[32, 4], [4, 16], [16]],
      [
        [5, 3],
        [3, 33],
        [1, 33],
      ],
      [[7, 40], [40, 3], [3]],
      [[6, 1], [1, 10], [10]],
      [[1, 4], [4, 16], [16]],
      [[6, 4], [4, 1], [1]],
      [[3, 1100], [1100, 7], [7]],
      [[2, 3, 4], [4, 5], [5]],
      [[5, 0], [0, 5], [5]],
      [
        [5, 4],
        [4, 5],
        [5, 1],
      ],
      [[4], [4, 6], [6]],
    ]) {
      const program = new Program();
      const [a, b, c] = [left, right, row].map((shape) => {
        const values = Array.from({ length: sizeOf(shape) }, () => random.normal());
        return program.add(leaf, [program.add(constant, [], { shape, values })]);
      });
      const later = program.add(square, [program.add(square, [program.add(square, [c])])]);
      const product = program.add(matmul, [a, b]);
      const shifted = program.add(add, left.length > 2 ? [later, product] : [product, c]);
      const again = program.add(add, [program.add(matmul, [a, b]), later]);
      for (const made of [shifted, again]) program.add(tanh, [made]);
      const job = jobOf(program, 'sgd');
      expect(outcomeOf(job, true)).toEqual(outcomeOf(job, false));
    }
  });

  test.each(reductions)('takes the same steps in cross-entropies with reduction = "%s"', (reduction) => {
    const random = new Random(1, 'scores');
    const draw = (shape: Shape, number: () => number) => ({
      shape,
      values: Array.from({ length: sizeOf(shape) }, number),
    });
    for (const shape of [[3], [1, 1], [32, 3], [300, 3], [150, 7], [64, 10], [2, 700], [4, 5, 3]]) {
      const classOf = (): number => Math.floor(random.uniform() * shape[shape.length - 1]);
      for (const target of [draw(shape.slice(0, -1), classOf), draw(shape, () => random.uniform())]) {
        const ignoring = target.shape.length < shape.length ? [{}, { ignore_index: 1 }] : [{}];
        for (const [spread, ignored] of [4, 1e3].flatMap((it) => ignoring.map((ignored) => [it, ignored] as const))) {
          const program = new Program();
          const scores = program.add(leaf, [
            program.add(
              constant,
              [],
              draw(shape, () => spread * random.normal()),
            ),
          ]);
          if (spread > 4) program.add(square, [program.add(softmax, [scores], { axis: [-1] })]);
          program.add(crossEntropy, [scores, program.add(constant, [], target)], { reduction, ...ignored });
          const job = jobOf(program, 'sgd');
          expect(outcomeOf(job, true)).toEqual(outcomeOf(job, false));
        }
      }
    }
  });

  function check(programs: fc.Arbitrary<Parameters<typeof buildProgram>[0]>, numRuns: number): void {
    const property = fc.property(programs, fc.constantFrom(...optimizers), (recipe, { name }) => {
      const job = jobOf(buildProgram(recipe, anyOperand), name);
      expect(outcomeOf(job, true)).toEqual(outcomeOf(job, false));
    });
    fc.assert(property, { seed: 5, numRuns });
  }

  test.each(files.flatMap((file) => optimizers.map(({ name }) => [file, name] as const)))(
    'takes the same steps on %s by %s',
    async (file, optimizer) => {
      const job = createTrainingJob(await readAndEvaluate(join(folder, file)), { steps: 12, hasFullEvaluation: true });
      if (isRefusal(job)) return;
      const changed = { ...job, optimizer, hyperparameters: { ...defaultsOf(optimizer), lr: 0.01 } };
      expect(outcomeOf(changed, true)).toEqual(outcomeOf(changed, false));
    },
  );
});

describe('training in 32 bits', () => {
  test.each(files)('nearly matches 64 bits on %s, with kernels and without', async (file) => {
    const job = createTrainingJob(await readAndEvaluate(join(folder, file)), { steps: 5, precision: 'f32' });
    if (isRefusal(job)) return;
    const exact = new TrainingRun({ ...job, precision: 'f64' });
    const runs = [wasmKernels(), null].map((kernels) => new TrainingRun(job, kernels));
    expect(exact.takeSteps(5)).toBeUndefined();
    const expected = exact.params.flatMap((values) => [...values]);
    for (const run of runs) {
      expect(run.takeSteps(5)).toBeUndefined();
      const params = run.params.flatMap((values) => [...values]);
      expect(params).toEqual(params.map(Math.fround));
      for (const [i, value] of params.entries())
        expect(Math.abs(value - expected[i])).toBeLessThan(1e-4 * (1 + Math.abs(expected[i])));
    }
  });

  test('keeps a param without a gradient exactly the same', () => {
    const text = 'param w = 0.1\nparam aside = 0.3\nloss L = w^2\ntrain sgd(precision = "f32")';
    const job = createTrainingJob(evaluated(text)) as TrainingJob;
    for (const kernels of [wasmKernels(), null]) {
      const run = new TrainingRun(job, kernels);
      run.takeSteps(1);
      expect(run.params[1][0]).toBe(0.3);
      expect(run.params[0][0]).not.toBe(0.1);
    }
  });

  test('is selected by the precision in a file', () => {
    const text = 'param w = 0.1\nloss L = w^2\ntrain sgd(lr = 0.1, precision = "f32")';
    const job = createTrainingJob(evaluated(text)) as TrainingJob;
    const run = new TrainingRun(job);
    run.takeSteps(1);
    expect(job.precision).toBe('f32');
    expect(run.params[0][0]).toBe(
      Math.fround(Math.fround(0.1) - Math.fround(Math.fround(0.1) * Math.fround(Math.fround(0.1) * 2))),
    );
  });
});

/** A job in which every leaf of a program is a param. */
function jobOf(program: Program, optimizer: string): TrainingJob {
  const leaves = Array.from({ length: program.length }, (_, node) => node).filter(
    (node) => program.operator(node) === leaf,
  );
  const root = addRoot(program);
  const gradient = differentiate(program, root, (node) => leaves.includes(node));
  const values = leaves.map((node) => Float64Array.from(valuesOf(program, node)));
  return {
    programs: [
      {
        sampleCount: 0,
        mode: 'training',
        program: flatten(program),
        root,
        params: leaves,
        adjoints: leaves.map((node) => adjointOf(gradient, node) ?? -1),
        assignments: leaves.map(() => -1),
        data: [],
        draw: -1,
        counters: noCounterLeaves,
        hyperparameters: {},
      },
    ],
    params: values,
    states: leaves.map(() => undefined),
    data: [],
    sampleCount: 0,
    batchOrder: { seed: 0, holdout: 0 },
    optimizer,
    hyperparameters: defaultsOf(optimizer),
    precision: 'f64',
    startStep: 0,
    steps: 3,
    hasFullEvaluation: false,
  };
}

function valuesOf(program: Program, node: NodeId): ArrayLike<number> {
  const { values = [] } = program.attributes(program.operand(node, 0));
  expect(values.length).toBe(sizeOf(program.shape(node)));
  return values;
}

function defaultsOf(optimizer: string): Record<string, number> {
  const { hyperparameters } = optimizers.find(({ name }) => name === optimizer)!;
  return Object.fromEntries(hyperparameters.map((row) => [row.name, row.default]));
}

/** The progress of a run and its final state. */
function outcomeOf(job: TrainingJob, isNative: boolean) {
  const run = new TrainingRun(job, isNative ? wasmKernels() : null);
  const taking = run.steps();
  const lines: unknown[] = [];
  for (;;) {
    const { done, value } = taking.next();
    if (value) lines.push(value);
    if (!done) continue;
    return {
      progress: lines,
      ending: value,
      params: run.params,
      states: value.kind === 'finished' ? run.states : undefined,
    };
  }
}
