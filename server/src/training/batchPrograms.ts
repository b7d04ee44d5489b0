/** The programs of training steps: one for each number of samples that are evaluated together. */

import { adjointOf } from '../engine/autodiff/differentiate.ts';
import { constant } from '../engine/ir/constant.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { sizeOf } from '../engine/ir/shape.ts';
import { extractSubgraph } from '../engine/ir/subgraph.ts';
import type { SampleElements } from '../engine/ir/tensor.ts';
import { add, multiply } from '../engine/operators/elementwise/arithmetic.ts';
import { leaf } from '../engine/operators/identities.ts';
import { stack } from '../engine/operators/shapes/joining.ts';
import { flatten } from '../engine/runtime/flatProgram.ts';
import type { Batches } from '../engine/training/batches.ts';
import type { BatchProgram } from '../engine/training/batchProgram.ts';
import { type CounterLeaves, noCounterLeaves } from '../engine/training/counters.ts';
import {
  type DataInput,
  fullModelOf,
  type Model,
  nodeAt,
  type RunningStatistic,
  trainedTensors,
} from '../language/lowering/model.ts';
import { isProblem } from '../language/problems/problems.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { isDefinition } from '../language/syntax/ast.ts';
import { allSamplesOf, evaluatedCount } from '../snapshot/sample/allSamples.ts';
import { type BatchKind, heldOutModeOf, modelForBatch, type TrainableModel } from '../snapshot/training/batchModels.ts';
import type { TrainableSnapshot } from '../snapshot/training/trainable.ts';
import { problemRefusal } from './trainingRefusals.ts';

/** The programs for steps of these batch sizes and, for a full evaluation, for all training and all held-out samples. */
export function batchProgramsFor(
  snapshot: TrainableSnapshot,
  { trainingSamples: training, heldOutSamples: heldOut }: Batches,
  stepBatchSizes: ReadonlySet<number>,
  hasFullEvaluation: boolean,
): BatchPrograms | Refusal {
  const kinds: BatchKind[] = [...stepBatchSizes].map((sampleCount) => ({ sampleCount, mode: 'training' }));
  if (hasFullEvaluation) kinds.push({ sampleCount: evaluatedCount(snapshot.model, training.length), mode: 'training' });
  if (hasFullEvaluation && heldOut.length > 0)
    kinds.push({ sampleCount: evaluatedCount(snapshot.model, heldOut.length), mode: heldOutModeOf(snapshot) });
  const models = new Map<string, BatchKind & { readonly model: TrainableModel }>();
  for (const { sampleCount, mode } of kinds) {
    const key = `${mode} ${sampleCount}`;
    if (models.has(key)) continue;
    const model = modelForBatch(snapshot, sampleCount, mode);
    if (isProblem(model)) return problemRefusal(model, snapshot);
    models.set(key, { sampleCount, mode, model });
  }
  const batchModels = [...models.values()];
  const samples = samplesOf(
    snapshot,
    batchModels.map(({ model }) => model),
  );
  const programs = batchModels.map(({ model, ...kind }) =>
    batchProgramOf(
      snapshot.model,
      samples,
      model,
      kind,
      kind.mode === 'training' && stepBatchSizes.has(kind.sampleCount),
    ),
  );
  return { programs, samples };
}

export interface BatchPrograms {
  readonly programs: readonly BatchProgram[];
  /** The data, and consts with a row for each sample, by their nodes in the model with all samples. */
  readonly samples: readonly DataInput[];
}

export function samplesOf(
  { tree, ...snapshot }: TrainableSnapshot,
  batchModels: Iterable<Model>,
): readonly DataInput[] {
  const model = fullModelOf(snapshot.model);
  const names = new Set([model, ...batchModels].flatMap(({ data }) => data.map(({ name }) => name)));
  const definitions = tree.statements.filter(isDefinition).filter(({ name }) => names.has(name.name));
  const inCalls = [...model.constsInCalls].filter(([path]) => names.has(path));
  return [
    ...definitions.map(({ id, name }) => ({ name: name.name, node: nodeAt(model.statementNodes, id)! })),
    ...inCalls.map(([name, node]) => ({ name, node })),
  ];
}

/** The values of samples, in arrays that no evaluation overwrites. */
export function copyValuesOf(snapshot: TrainableSnapshot, samples: readonly DataInput[]): readonly SampleElements[] {
  const { elementsAt } = allSamplesOf(snapshot);
  const isShared = snapshot.model.sample !== undefined;
  return samples.map(({ node }) => (isShared ? elementsAt(node) : elementsAt(node).slice()));
}

/** @param fullModel the model with all samples, whose params and statistics the job lists. */
function batchProgramOf(
  fullModel: Model,
  allSamples: readonly DataInput[],
  model: TrainableModel,
  kind: BatchKind,
  isForTraining: boolean,
): BatchProgram {
  const { backwardPass } = model.objective;
  const nodes = new Map(model.params.map(({ name, node }) => [name, node]));
  const adjoints = trainedTensors(fullModel).map(({ name }) => {
    const node = isForTraining ? nodes.get(name) : undefined;
    const isTrained = node !== undefined && !model.trainingPlan.frozen?.has(node);
    return isTrained ? (adjointOf(backwardPass, node) ?? -1) : -1;
  });
  const hyperparameters = [...model.trainingPlan.hyperparameters].map(([name, { node }]) => [name, node] as const);
  const runningStatistics = isForTraining ? model.runningStatistics : [];
  return batchProgram(fullModel, allSamples, model, kind, {
    root: backwardPass.root,
    adjoints,
    runningStatistics,
    counters: model.trainingPlan.counters,
    hyperparameters,
  });
}

/** The nodes of a model that a batch computes. */
interface BatchOutputs {
  /** Several scalars become a vector of them. */
  readonly root: NodeId | readonly NodeId[];
  /** Appends what becomes the root instead. */
  readonly appendRoot?: (program: Program, root: NodeId) => NodeId;
  /** By param; −1 where it is not computed. */
  readonly adjoints: readonly NodeId[];
  /** The running statistics that the batch updates. */
  readonly runningStatistics: readonly RunningStatistic[];
  readonly counters: CounterLeaves;
  readonly hyperparameters: readonly (readonly [name: string, node: NodeId])[];
}

/** The program that evaluates nodes of a model for some samples, without gradients. */
export function evaluationProgram(
  fullModel: Model,
  allSamples: readonly DataInput[],
  model: Model,
  sampleCount: number,
  outputs: Pick<BatchOutputs, 'root' | 'appendRoot'>,
): BatchProgram {
  return batchProgram(
    fullModel,
    allSamples,
    model,
    { sampleCount, mode: 'evaluation' },
    { ...outputs, adjoints: [], runningStatistics: [], counters: noCounterLeaves, hyperparameters: [] },
  );
}

/** The subgraph that some nodes of a model need. @param fullModel the model with all samples, whose params are listed. */
function batchProgram(
  fullModel: Model,
  allSamples: readonly DataInput[],
  model: Model,
  { sampleCount, mode }: BatchKind,
  { root, appendRoot, adjoints, runningStatistics, counters, hyperparameters }: BatchOutputs,
): BatchProgram {
  const { data, drawCounter: draw = -1 } = model;
  const [step, epoch, steps] = counters;
  const roots = [
    ...[root].flat(),
    ...adjoints.filter((node) => node >= 0),
    ...runningStatistics.map(({ operand }) => operand),
    ...hyperparameters.map(([, node]) => node),
  ];
  const { program, nodeMap } = extractSubgraph(model.program, roots);
  const indexInSubgraph = (node: NodeId): NodeId => (node < 0 ? -1 : nodeMap[node]);
  const outputRoot = typeof root === 'number' ? indexInSubgraph(root) : program.add(stack, root.map(indexInSubgraph));
  const appendedRoot = appendRoot ? appendRoot(program, outputRoot) : outputRoot;
  const leaves = new Map(
    [...trainedTensors(model), ...data].map(({ name, node = -1 }) => [name, indexInSubgraph(node)]),
  );
  const assignments = new Map<string, NodeId>();
  for (const { name, shape, operand, ofBatch } of runningStatistics) {
    const running = program.add(leaf, [program.add(constant, [], { shape, values: new Float64Array(sizeOf(shape)) })]);
    leaves.set(name, running);
    assignments.set(name, addRunningMean(program, running, ofBatch(program, indexInSubgraph(operand))));
  }
  return {
    sampleCount,
    mode,
    program: flatten(program),
    root: appendedRoot,
    params: trainedTensors(fullModel).map(({ name }) => leaves.get(name) ?? -1),
    adjoints: adjoints.map(indexInSubgraph),
    assignments: trainedTensors(fullModel).map(({ name }) => assignments.get(name) ?? -1),
    data: allSamples.map(({ name }) => leaves.get(name) ?? -1),
    draw: indexInSubgraph(draw),
    counters: [indexInSubgraph(step), indexInSubgraph(epoch), indexInSubgraph(steps)],
    hyperparameters: Object.fromEntries(hyperparameters.map(([name, node]) => [name, indexInSubgraph(node)])),
  };
}

/** The weight of a batch in a running mean, PyTorch's `momentum`. */
const batchWeight = 0.1;

function addRunningMean(program: Program, running: NodeId, batch: NodeId): NodeId {
  const weighted = (weight: number, value: NodeId): NodeId =>
    program.add(multiply, [program.addConstant(weight), value]);
  return program.add(add, [weighted(batchWeight, batch), weighted(1 - batchWeight, running)]);
}
