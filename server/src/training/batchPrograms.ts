/** The programs of training steps: one for each number of samples that are evaluated together. */

import * as l10n from '@vscode/l10n';
import { adjointOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId } from '../engine/ir/program.ts';
import { formatShape, shapesEqual } from '../engine/ir/shape.ts';
import { extractSubgraph } from '../engine/ir/subgraph.ts';
import type { Tensor } from '../engine/ir/tensor.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { flatten } from '../engine/runtime/flatProgram.ts';
import { Batches } from '../engine/training/batches.ts';
import type { BatchProgram } from '../engine/training/batchProgram.ts';
import type { LoweringContext } from '../language/lowering/context.ts';
import { lower } from '../language/lowering/lower.ts';
import { type DataInput, type Model, nodeAt, rangeOfParam } from '../language/lowering/model.ts';
import { isProblem, type Problem, problem } from '../language/problems/problems.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { isDefinition, rangeIn } from '../language/syntax/ast.ts';
import type { Range } from '../language/text/lines.ts';
import type { Evaluated } from '../snapshot/snapshot.ts';
import { isTrainable, type Trainable } from './trainable.ts';
import { problemRefusal } from './trainingRefusals.ts';

/** The number of samples of the data; 0 without data. */
export function sampleCountOf({ data, program }: Model): number {
  return data.length === 0 ? 0 : program.shape(data[0].node)[0];
}

/** The programs for steps of these batch sizes and, for a full evaluation, for all training and all held-out samples. */
export function batchProgramsFor(
  snapshot: Trainable,
  { trainingSamples: training, heldOutSamples: heldOut }: Batches,
  stepBatchSizes: ReadonlySet<number>,
  hasFullEvaluation: boolean,
): BatchPrograms | Refusal {
  const evaluationBatchSizes = hasFullEvaluation
    ? [training.length, ...(heldOut.length > 0 ? [heldOut.length] : [])]
    : [];
  const models = new Map<number, Model & WithObjective>();
  for (const batchSize of new Set([...stepBatchSizes, ...evaluationBatchSizes])) {
    const model = modelForBatch(snapshot, batchSize);
    if (isProblem(model)) return problemRefusal(model, snapshot);
    models.set(batchSize, model);
  }
  const samples = samplesOf(snapshot, models.values());
  const programs = [...models].map(([batchSize, model]) =>
    batchProgramOf(snapshot.model, samples, model, batchSize, stepBatchSizes.has(batchSize)),
  );
  return { programs, samples };
}

export interface BatchPrograms {
  readonly programs: readonly BatchProgram[];
  /** The data, and consts with a row for each sample, by their nodes in the model with all samples. */
  readonly samples: readonly DataInput[];
}

function samplesOf({ tree, model }: Trainable, batchModels: Iterable<Model>): readonly DataInput[] {
  const names = new Set([model, ...batchModels].flatMap(({ data }) => data.map(({ name }) => name)));
  const definitions = tree.statements.filter(isDefinition).filter(({ name }) => names.has(name.name));
  return definitions.map(({ id, name }) => ({ name: name.name, node: nodeAt(model.statementNodes, id)! }));
}

type WithObjective = Pick<Trainable['model'], 'objective' | 'trainingPlan'>;

/** The model with this many samples, instead of all. */
export function modelForBatch(snapshot: Trainable, batchSize: number): (Model & WithObjective) | Problem {
  const samples = sampleCountOf(snapshot.model);
  if (batchSize === samples) return snapshot.model;
  const model = lowerForBatch(snapshot, batchSize, batchSize);
  if (isProblem(model) || batchSize !== 1) return model;
  // One sample broadcasts to any shape, so a model that does not fit its batches fails only with more.
  const probe = lowerForBatch(snapshot, samples === 2 ? 3 : 2);
  return isProblem(probe) ? probe : model;
}

/** @param namedSize the size that a problem names; none if it stands for any other. */
function lowerForBatch(snapshot: Trainable, batchSize: number, namedSize?: number): (Model & WithObjective) | Problem {
  const context: LoweringContext = { ...snapshot.context, sampleCount: batchSize, consts: constsOf(snapshot) };
  const { model, problems } = lower(snapshot.module, context);
  const { objective, trainingPlan: training } = model;
  if (objective === undefined || training === undefined || !model.fitsMemory) {
    const cause = problems.find(({ severity }) => severity === 'error')!;
    return problem('batch-mismatch', cause, namedSize, cause.message);
  }
  const batchNodes = new Map(model.data.map(({ name, node }) => [name, node]));
  for (const { name, node } of snapshot.model.data) {
    const [, ...fullShape] = snapshot.model.program.shape(node);
    const [, ...batchShape] = model.program.shape(batchNodes.get(name)!);
    if (!shapesEqual(fullShape, batchShape)) {
      const cause = l10n.t`one sample of ${name} has shape ${formatShape(batchShape)} instead of ${formatShape(fullShape)}`;
      return problem('batch-mismatch', rangeOf(snapshot, node), namedSize, cause);
    }
  }
  for (const [index, { name, node }] of model.params.entries()) {
    const param = snapshot.model.params[index];
    const [fullShape, batchShape] = [snapshot.model.program.shape(param.node), model.program.shape(node)];
    if (!shapesEqual(fullShape, batchShape)) {
      const cause = l10n.t`the param ${name} has shape ${formatShape(batchShape)} instead of ${formatShape(fullShape)}; it can't have the number of samples in its shape`;
      return problem('batch-mismatch', rangeOfParam(param), namedSize, cause);
    }
  }
  return { ...model, objective, trainingPlan: training };
}

/** The values of consts over all samples. */
function constsOf({ tree, model, evaluation: { values } }: Trainable): ReadonlyMap<string, Tensor> {
  const consts = new Map<string, Tensor>();
  for (const statement of tree.statements) {
    const node = statement.kind === 'const' ? nodeAt(model.statementNodes, statement.id) : undefined;
    if (statement.kind !== 'const' || node === undefined) continue;
    const shape = model.program.shape(node);
    consts.set(statement.name.name, { shape, values: elementsOf(model.program, values, node) });
  }
  return consts;
}

/** The range of the name of the statement that defines a node. */
function rangeOf({ tree, model }: Trainable, node: NodeId): Range {
  const statement = tree.statements.filter(isDefinition).find(({ id }) => model.statementNodes[id] === node)!;
  return rangeIn(statement, statement.name);
}

/** @param fullModel the model with all samples, whose params the job lists. */
function batchProgramOf(
  fullModel: Model,
  allSamples: readonly DataInput[],
  model: Model & WithObjective,
  samples: number,
  isForTraining: boolean,
): BatchProgram {
  const { backwardPass } = model.objective;
  const nodes = new Map(model.params.map(({ name, node }) => [name, node]));
  const adjoints = fullModel.params.map(({ name }) => {
    const node = isForTraining ? nodes.get(name) : undefined;
    return node === undefined ? -1 : (adjointOf(backwardPass, node) ?? -1);
  });
  const hyperparameters = [...model.trainingPlan.hyperparameters].map(([name, { node }]) => [name, node] as const);
  return batchProgram(fullModel, allSamples, model, samples, { root: backwardPass.root, adjoints, hyperparameters });
}

/** The nodes of a model that a batch computes. */
interface BatchOutputs {
  readonly root: NodeId;
  /** By param; −1 where it is not computed. */
  readonly adjoints: readonly NodeId[];
  readonly hyperparameters: readonly (readonly [name: string, node: NodeId])[];
}

/** The subgraph that some nodes of a model need. @param fullModel the model with all samples, whose params are listed. */
export function batchProgram(
  fullModel: Model,
  allSamples: readonly DataInput[],
  { program, params, data, drawCounter: draw = -1 }: Model,
  samples: number,
  { root, adjoints, hyperparameters }: BatchOutputs,
): BatchProgram {
  const roots = [root, ...adjoints.filter((node) => node >= 0), ...hyperparameters.map(([, node]) => node)];
  const batchSubgraph = extractSubgraph(program, roots);
  const indexInSubgraph = (node: NodeId): NodeId => (node < 0 ? -1 : batchSubgraph.nodeMap[node]);
  const nodes = new Map([...params, ...data].map(({ name, node }) => [name, node]));
  const indexByName = ({ name }: { readonly name: string }): NodeId => indexInSubgraph(nodes.get(name) ?? -1);
  return {
    samples,
    program: flatten(batchSubgraph.program),
    root: indexInSubgraph(root),
    params: fullModel.params.map(indexByName),
    adjoints: adjoints.map(indexInSubgraph),
    data: allSamples.map(indexByName),
    draw: indexInSubgraph(draw),
    hyperparameters: Object.fromEntries(hyperparameters.map(([name, node]) => [name, indexInSubgraph(node)])),
  };
}

/** The mini-batches of programs with at most this many nodes are checked at every change. */
const maxCheckedNodes = 20_000;

/** They depend on the model alone, while scrubbing and training evaluate it again and again. */
const problemsByModel = new WeakMap<Model, readonly Problem[]>();

/** The reasons why training would refuse the mini-batches of the file, found when the model is evaluated. */
export function batchProblems(snapshot: Evaluated): readonly Problem[] {
  if (!isTrainable(snapshot) || snapshot.model.program.length > maxCheckedNodes) return [];
  const known = problemsByModel.get(snapshot.model);
  if (known) return known;
  const problems = findBatchProblems(snapshot);
  problemsByModel.set(snapshot.model, problems);
  return problems;
}

function findBatchProblems(snapshot: Trainable): readonly Problem[] {
  const { settings } = snapshot.model.trainingPlan;
  const batches = new Batches(sampleCountOf(snapshot.model), settings);
  const { trainingSamples, heldOutSamples, stepsPerEpoch } = batches;
  const sizes = new Set([...batches.lengths(0, stepsPerEpoch), trainingSamples.length, heldOutSamples.length]);
  for (const size of sizes) {
    const model = size === 0 ? undefined : modelForBatch(snapshot, size);
    if (model && isProblem(model)) return [model];
  }
  return [];
}
