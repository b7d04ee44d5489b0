/** Training jobs for tests, with a program for each required number of samples. */

import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Precision } from '../../../server/src/engine/ir/precision.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { flatten } from '../../../server/src/engine/runtime/flatProgram.ts';
import { Batches } from '../../../server/src/engine/training/batches.ts';
import type { BatchProgram } from '../../../server/src/engine/training/batchProgram.ts';
import { noCounterLeaves } from '../../../server/src/engine/training/counters.ts';
import type { BatchOrder } from '../../../server/src/engine/training/epochs.ts';
import { optimizers } from '../../../server/src/engine/training/optimizers.ts';
import type { TrainingJob } from '../../../server/src/engine/training/trainingJob.ts';
import { type Progress, TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';

export interface TestModel {
  readonly params: readonly { readonly shape: Shape; readonly start: readonly number[] }[];
  /** The shape of one sample, and all samples. */
  readonly data: readonly { readonly shape: Shape; readonly samples: readonly number[] }[];
  /** Appends the nodes of the objective, and returns its root. */
  readonly objective: (program: Program, params: readonly NodeId[], data: readonly NodeId[]) => NodeId;
  /** Appends computed hyperparameters. */
  readonly hyperparameters?: (program: Program, params: readonly NodeId[]) => Readonly<Record<string, NodeId>>;
}

export interface TestRequest extends Partial<BatchOrder> {
  readonly steps: number;
  readonly startStep?: number;
  readonly states?: TrainingJob['states'];
  readonly params?: TrainingJob['params'];
  readonly optimizer?: string;
  readonly precision?: Precision;
  readonly hyperparameters?: Readonly<Record<string, number>>;
}

export function jobOf(model: TestModel, request: TestRequest): TrainingJob {
  const {
    steps,
    startStep = 0,
    optimizer = 'sgd',
    hyperparameters = {},
    batch,
    seed = 0,
    holdout = 0,
    precision = 'f64',
  } = request;
  const [first] = model.data;
  const sampleCount = first === undefined ? 0 : first.samples.length / sizeOf(first.shape);
  const batchOrder = { ...(batch !== undefined && { batch }), seed, holdout };
  const batches = new Batches(sampleCount, batchOrder);
  const lengths = new Set([
    ...batches.lengths(startStep, steps),
    batches.trainingSamples.length,
    batches.heldOutSamples.length,
  ]);
  const defaults = optimizers.find(({ name }) => name === optimizer)!.hyperparameters;
  return {
    programs: [...lengths].map((length) => programOf(model, length)),
    params: request.params ?? model.params.map(({ start }) => Float64Array.from(start)),
    states: request.states ?? model.params.map(() => undefined),
    data: model.data.map((data) => Float64Array.from(data.samples)),
    sampleCount,
    batchOrder,
    optimizer,
    precision,
    hyperparameters: { ...Object.fromEntries(defaults.map((row) => [row.name, row.default])), ...hyperparameters },
    startStep,
    steps,
    hasFullEvaluation: true,
  };
}

function programOf(model: TestModel, sampleCount: number): BatchProgram {
  const program = new Program();
  const input = (shape: Shape): NodeId =>
    program.add(leaf, [program.add(constant, [], { shape, values: new Float64Array(sizeOf(shape)) })]);
  const params = model.params.map(({ shape }) => input(shape));
  const data = model.data.map(({ shape }) => input([sampleCount, ...shape]));
  const root = model.objective(program, params, data);
  const gradient = differentiate(program, root, (node) => params.includes(node));
  const hyperparameters = model.hyperparameters?.(program, params) ?? {};
  const adjoints = params.map((param) => adjointOf(gradient, param) ?? -1);
  return {
    sampleCount,
    mode: 'training',
    program: flatten(program),
    root,
    params,
    adjoints,
    assignments: params.map(() => -1),
    data,
    draw: -1,
    counters: noCounterLeaves,
    hyperparameters,
  };
}

/** The progress of all steps. */
export function progressOf(job: TrainingJob): Progress[] {
  const found: Progress[] = [];
  const steps = new TrainingRun(job).steps();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return found;
    if (value) found.push(value);
  }
}

/** A run that has taken its steps, or stopped after some of them. */
export function runSteps(job: TrainingJob, maxSteps = Number.POSITIVE_INFINITY): TrainingRun {
  const run = new TrainingRun(job);
  const steps = run.steps();
  for (let taken = 0; taken < maxSteps; ) {
    const { done, value } = steps.next();
    if (done) break;
    if (value) taken++;
  }
  return run;
}
