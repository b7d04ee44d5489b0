/** A model lowered for a mini-batch of its samples, and the problems that mini-batches have. */

import * as l10n from '@vscode/l10n';
import type { Samples } from '../../data/samples.ts';
import type { Mode } from '../../engine/ir/mode.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { formatShape, shapesEqual } from '../../engine/ir/shape.ts';
import { type Tensor, toFloat64 } from '../../engine/ir/tensor.ts';
import { vocabularyOf } from '../../engine/operators/tokens.ts';
import type { BatchProgram } from '../../engine/training/batchProgram.ts';
import { epochLengths, heldOutCount } from '../../engine/training/epochs.ts';
import type { LoweringContext } from '../../language/lowering/context.ts';
import { lower } from '../../language/lowering/lower.ts';
import { type Model, rangeOfParam, sampleCountOf } from '../../language/lowering/model.ts';
import { isProblem, type Problem, problem } from '../../language/problems/problems.ts';
import { isDefinition, rangeIn } from '../../language/syntax/ast.ts';
import type { Tree } from '../../language/syntax/tree/tree.ts';
import type { Range } from '../../language/text/lines.ts';
import { type AllSamples, allSamplesOf, evaluatedCount } from '../sample/allSamples.ts';
import { constNodesOf } from '../sample/inputValues.ts';
import type { EvaluatedSnapshot } from '../snapshot.ts';
import { isTrainable, type TrainableSnapshot } from './trainable.ts';

export type BatchKind = Pick<BatchProgram, 'sampleCount' | 'mode'>;

/** Held-out samples are evaluated in a program of their own only where the mode makes a difference. */
export function heldOutModeOf({ model }: TrainableSnapshot): Mode {
  return model.isModeDependent ? 'evaluation' : 'training';
}

export type TrainableModel = Model & Pick<TrainableSnapshot['model'], 'objective' | 'trainingPlan'>;

/** The model with this many samples, instead of all, in a mode. */
export function modelForBatch(snapshot: TrainableSnapshot, batchSize: number, mode: Mode): TrainableModel | Problem {
  const { model } = snapshot;
  const sampleCount = sampleCountOf(model);
  const isSameMode = model.mode === mode || !model.isModeDependent;
  // The leaves of a sample have values that a batch would not replace.
  if (batchSize === sampleCount && model.sample === undefined && isSameMode) return model;
  const batchModel = lowerForBatch(snapshot, { sampleCount: batchSize, mode }, batchSize);
  if (isProblem(batchModel) || batchSize !== 1) return batchModel;
  // One sample broadcasts to any shape, so a model that does not fit its batches fails only with more.
  const probe = lowerForBatch(snapshot, { sampleCount: sampleCount === 2 ? 3 : 2, mode });
  return isProblem(probe) ? probe : batchModel;
}

/** The model with points that are none of its samples, in evaluation mode. */
export function modelForPoints(snapshot: TrainableSnapshot, count: number): TrainableModel | Problem {
  return lowerForBatch(snapshot, { sampleCount: count, mode: 'evaluation', isSurfaceGrid: true }, count);
}

/** @param namedSize the size that a problem names; none if it stands for any other. */
function lowerForBatch(
  snapshot: TrainableSnapshot,
  batch: Required<Pick<LoweringContext, 'sampleCount' | 'mode'>> & Pick<LoweringContext, 'isSurfaceGrid'>,
  namedSize?: number,
): TrainableModel | Problem {
  const all = allSamplesOf(snapshot);
  const { model: fullModel } = all;
  const context: LoweringContext = {
    ...snapshot.context,
    ...batch,
    consts: constsOf(snapshot, all),
    allData: dataOf(all),
  };
  const { model, problems } = lower(snapshot.module, context);
  const { objective, trainingPlan: training } = model;
  if (objective === undefined || training === undefined || !model.fitsMemory) {
    const cause = problems.find(({ severity }) => severity === 'error')!;
    // All samples together are no mini-batch.
    if (batch.sampleCount === sampleCountOf(fullModel)) return cause;
    // Advice on the shapes of a mini-batch would be about numbers that the text doesn't have.
    const isAdvised = cause.code === 'shape-mismatch' && !cause.isInCall;
    return problem('batch-mismatch', cause, namedSize, isAdvised ? (cause.details[0] as string) : cause.message);
  }
  const batchNodes = new Map(model.data.map(({ name, node }) => [name, node]));
  for (const { name, node } of fullModel.data) {
    const [, ...fullShape] = fullModel.program.shape(node);
    const [, ...batchShape] = model.program.shape(batchNodes.get(name)!);
    if (!shapesEqual(fullShape, batchShape)) {
      const cause = l10n.t`one sample of ${name} has shape ${formatShape(batchShape)} instead of ${formatShape(fullShape)}`;
      return problem('batch-mismatch', rangeOf(snapshot.tree, fullModel, node), namedSize, cause);
    }
  }
  for (const [index, { name, node }] of model.params.entries()) {
    const param = fullModel.params[index];
    const [fullShape, batchShape] = [fullModel.program.shape(param.node), model.program.shape(node)];
    if (!shapesEqual(fullShape, batchShape)) {
      const cause = l10n.t`the param ${name} has shape ${formatShape(batchShape)} instead of ${formatShape(fullShape)}; it can't have the number of samples in its shape`;
      return problem('batch-mismatch', rangeOfParam(param), namedSize, cause);
    }
  }
  return { ...model, objective, trainingPlan: training };
}

/** The values of consts over all samples, by name, or by path in a call. */
function constsOf({ tree }: TrainableSnapshot, { model, elementsAt }: AllSamples): ReadonlyMap<string, Tensor> {
  const tensorOf = (node: NodeId): Tensor => ({
    shape: model.program.shape(node),
    values: toFloat64(elementsAt(node)),
  });
  return new Map([...constNodesOf(tree, model)].map(([path, node]) => [path, tensorOf(node)]));
}

/** The data over all samples, by name. */
function dataOf({ model, elementsAt }: AllSamples): ReadonlyMap<string, Samples> {
  const samplesOf = (node: NodeId): Samples => {
    const vocabulary = vocabularyOf(model.program, node);
    return { shape: model.program.shape(node), values: elementsAt(node), ...(vocabulary && { vocabulary }) };
  };
  return new Map(model.data.map(({ name, node }) => [name, samplesOf(node)]));
}

/** The range of the name of the statement that defines a node. */
function rangeOf(tree: Tree, model: Model, node: NodeId): Range {
  const statement = tree.statements.filter(isDefinition).find(({ id }) => model.statementNodes[id] === node)!;
  return rangeIn(statement, statement.name);
}

/** The mini-batches of programs with at most this many nodes are checked at every change. */
const maxCheckedNodes = 20_000;

/** They depend on the model alone, while scrubbing and training evaluate it again and again. */
const problemsByModel = new WeakMap<Model, readonly Problem[]>();

/** The reasons why training would refuse the mini-batches of the file, found when the model is evaluated. */
export function batchProblems(snapshot: EvaluatedSnapshot): readonly Problem[] {
  if (!isTrainable(snapshot) || snapshot.model.program.length > maxCheckedNodes) return [];
  const known = problemsByModel.get(snapshot.model);
  if (known) return known;
  const problems = findBatchProblems(snapshot);
  problemsByModel.set(snapshot.model, problems);
  return problems;
}

function findBatchProblems(snapshot: TrainableSnapshot): readonly Problem[] {
  const { model: shown } = snapshot;
  const { settings } = shown.trainingPlan;
  const sampleCount = sampleCountOf(shown);
  const heldOut = evaluatedCount(shown, heldOutCount(sampleCount, settings.holdout));
  const training = evaluatedCount(shown, sampleCount - heldOutCount(sampleCount, settings.holdout));
  const sizes = new Set([...epochLengths(sampleCount, settings), training]);
  const heldOutMode = heldOutModeOf(snapshot);
  const kinds: BatchKind[] = [...sizes].map((sampleCount) => ({ sampleCount, mode: 'training' }));
  kinds.push({ sampleCount: heldOut, mode: heldOutMode });
  for (const { sampleCount, mode } of kinds) {
    const model = sampleCount === 0 ? undefined : modelForBatch(snapshot, sampleCount, mode);
    if (model && isProblem(model)) return [model];
  }
  return [];
}
