/** A model to the job that trains it: its program for each number of samples that are evaluated together, and its numbers. */

import { Batches } from '../engine/batches.ts';
import type { BatchProgram } from '../engine/batchProgram.ts';
import { adjointOf } from '../engine/differentiate.ts';
import { elementsOf } from '../engine/execute.ts';
import type { OptimizerState } from '../engine/optimize.ts';
import { partFor } from '../engine/part.ts';
import type { NodeId } from '../engine/program.ts';
import { type Shape, sameShape, showShape } from '../engine/shape.ts';
import type { TrainingResult } from '../engine/shownTraining.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { TrainingJob } from '../engine/train.ts';
import { flatten } from '../engine/transfer.ts';
import { lower } from '../language/lower.ts';
import { type Model, nodeAt, type Param, type Trained } from '../language/model.ts';
import { hyperparametersOf } from './hyperparameters.ts';
import {
  isRefusal,
  isTrainable,
  nothingToTrain,
  type Refusal,
  refusedForBatch,
  type Trainable,
  untrainable,
} from './refusal.ts';
import type { Snapshot } from './snapshot.ts';

/** What the optimizer remembers of each param, by its full name. */
export type OptimizerStates = ReadonlyMap<string, OptimizerState>;

export interface TrainingRequest {
  /** How many steps to take: as many as the epochs of the file have where absent, or 1 where the file names none. */
  readonly steps?: number;
  /** How many were taken before, and what the optimizer remembers of them. */
  readonly from?: number;
  readonly states?: OptimizerStates;
  /** Whether the objective is asked for over whole sets of samples too. */
  readonly isMeasured?: boolean;
}

/** Training that goes on in a worker. */
export interface TrainingUnderway {
  /** What it came to, or how the worker was lost, as a part of a sentence. */
  readonly ended: Promise<TrainingResult | { readonly lost: string }>;
  /** Stops it between two steps: it ends with what it has come to. */
  readonly stop: () => void;
}

/** The job that trains a model from where its params are, or why there is none. */
export function trainingJob(
  snapshot: Snapshot,
  { steps, from = 0, states = new Map(), isMeasured = false }: TrainingRequest = {},
): TrainingJob | Refusal {
  if (!isTrainable(snapshot)) return untrainable(snapshot);
  const { model, evaluation } = snapshot;
  if (!model.params.some((param) => isReached(model, param))) return nothingToTrain;
  const { optimizer, schedule } = model.training;
  const { epochs, ...order } = schedule;
  const samples = samplesOf(model);
  const batches = new Batches(samples, order);
  const count = steps ?? (epochs === undefined ? 1 : epochs * batches.stepsPerEpoch);
  const programs = programsFor(snapshot, samples, batches, batches.lengths(from, count), isMeasured);
  if (isRefusal(programs)) return programs;
  const valuesOf = (node: NodeId): Float64Array => elementsOf(model.program, evaluation.values, node).slice();
  const params = model.params.map(({ node }) => valuesOf(node));
  return {
    programs,
    params,
    states: model.params.map(({ name }, i) => fitting(states.get(name), params[i].length)),
    data: model.data.map(({ node }) => valuesOf(node)),
    samples,
    order,
    optimizer: optimizer.name,
    hyperparameters: hyperparametersOf(model.training, model, evaluation.values),
    from,
    steps: count,
    isMeasured,
  };
}

/** Whether the objective depends on a param, so that training moves it. */
export function isReached({ objective }: Model, { node }: Param): boolean {
  return objective !== undefined && adjointOf(objective.gradient, node) !== undefined;
}

/** The params that the text doesn't hold, by their full names. @param values of all params, in the order of the model. */
export function keptBeside({ params, program }: Model, values: readonly Float64Array[]): Trained {
  return new Map(
    params.flatMap(({ name, node, source }, i) =>
      source ? [] : [[name, { shape: program.shape(node), values: values[i] }] as const],
    ),
  );
}

/** What the optimizer remembers after a run, by the params' full names. */
export function statesOf({ params }: Model, states: readonly (OptimizerState | undefined)[]): OptimizerStates {
  return new Map(params.flatMap(({ name }, i) => (states[i] ? [[name, states[i]] as const] : [])));
}

/** How many samples all data have. */
function samplesOf({ data, program }: Model): number {
  return data.length === 0 ? 0 : program.shape(data[0].node)[0];
}

/** A param whose shape has changed with a file beside the model is a new one. */
function fitting(state: OptimizerState | undefined, size: number): OptimizerState | undefined {
  return state?.memory.every(({ length }) => length === size) ? state : undefined;
}

function programsFor(
  snapshot: Trainable,
  samples: number,
  { training, heldOut }: Batches,
  ofSteps: ReadonlySet<number>,
  isMeasured: boolean,
): BatchProgram[] | Refusal {
  const measured = isMeasured ? [training.length, ...(heldOut.length > 0 ? [heldOut.length] : [])] : [];
  const programs: BatchProgram[] = [];
  for (const length of new Set([...ofSteps, ...measured])) {
    const model = modelFor(snapshot, length, samples);
    if (isRefusal(model)) return model;
    programs.push(programOf(snapshot.model, model, length, ofSteps.has(length)));
  }
  return programs;
}

type Objective = Pick<Trainable['model'], 'objective' | 'training'>;

/** The model with so many samples, instead of all. */
function modelFor(snapshot: Trainable, length: number, samples: number): (Model & Objective) | Refusal {
  if (length === samples) return snapshot.model;
  const model = lowered(snapshot, length);
  if (isRefusal(model) || length !== 1) return model;
  // One sample broadcasts to anything, so whether a model fits its batches is seen with more.
  const fit = lowered(snapshot, samples === 2 ? 3 : 2);
  return isRefusal(fit) ? fit : model;
}

function lowered(snapshot: Trainable, length: number): (Model & Objective) | Refusal {
  const surroundings = { ...snapshot.surroundings, samples: length, consts: constsOf(snapshot) };
  const { model, problems } = lower(snapshot.module, surroundings);
  const { objective, training } = model;
  if (objective === undefined || training === undefined || !model.fitsMemory) {
    return refusedForBatch(snapshot, length, problems.find(({ severity }) => severity === 'error')!);
  }
  for (const [i, { name, node }] of model.data.entries()) {
    const [, ...all] = snapshot.model.program.shape(snapshot.model.data[i].node);
    const [, ...some] = model.program.shape(node);
    if (!sameShape(all, some)) return refusedForSamples(name, all, some, length);
  }
  return { ...model, objective, training };
}

/** What is constant, as all samples make it. */
function constsOf({ tree, model, evaluation: { values } }: Trainable): ReadonlyMap<string, Tensor> {
  const consts = new Map<string, Tensor>();
  for (const statement of tree.statements) {
    const node = statement.kind === 'const' ? nodeAt(model.statementNodes, statement.index) : undefined;
    if (statement.kind !== 'const' || node === undefined) continue;
    const shape = model.program.shape(node);
    consts.set(statement.name.name, { shape, values: elementsOf(model.program, values, node) });
  }
  return consts;
}

function refusedForSamples(name: string, all: Shape, some: Shape, length: number): Refusal {
  const [was, is] = [showShape(all), showShape(some)];
  return {
    refusal: `No step taken: a sample of ${name} is ${was}, and with a batch of ${length} samples it is ${is}.`,
  };
}

/** @param whole the model with all samples, whose params and data the job lists. */
function programOf(
  whole: Model,
  { program, params, data, draw = -1, objective: { gradient }, training }: Model & Objective,
  samples: number,
  isForSteps: boolean,
): BatchProgram {
  const nodes = new Map(params.map(({ name, node }) => [name, node]));
  const places = whole.params.map(({ name }) => nodes.get(name) ?? -1);
  const adjoints = places.map((node) => (isForSteps ? (adjointOf(gradient, node) ?? -1) : -1));
  const hyperparameters = [...training.hyperparameters].map(([name, { node }]) => [name, node] as const);
  const wanted = [gradient.root, ...adjoints.filter((node) => node >= 0), ...hyperparameters.map(([, node]) => node)];
  const part = partFor(program, wanted);
  const inPart = (node: NodeId): NodeId => (node < 0 ? -1 : part.places[node]);
  const samplesByName = new Map(data.map(({ name, node }) => [name, node]));
  return {
    samples,
    program: flatten(part.program),
    root: inPart(gradient.root),
    params: places.map(inPart),
    adjoints: adjoints.map(inPart),
    data: whole.data.map(({ name }) => inPart(samplesByName.get(name) ?? -1)),
    draw: inPart(draw),
    hyperparameters: Object.fromEntries(hyperparameters.map(([name, node]) => [name, inPart(node)])),
  };
}
