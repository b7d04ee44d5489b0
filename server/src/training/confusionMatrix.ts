/** The confusion matrix of a classifier: how often each class is predicted for samples of each class. */

import * as l10n from '@vscode/l10n';
import { shapesEqual, sizeOf } from '../engine/ir/shape.ts';
import { toFloat64 } from '../engine/ir/tensor.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { crossEntropy } from '../engine/operators/losses/crossEntropy.ts';
import { bce, bceWithLogits } from '../engine/operators/losses/losses.ts';
import { splitSamples } from '../engine/training/batches.ts';
import type { ConfusionJob } from '../engine/training/session/confusionEvaluator.ts';
import { sampleCountOf } from '../language/lowering/model.ts';
import { isProblem } from '../language/problems/problems.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { allSamplesOf, evaluatedCount } from '../snapshot/sample/allSamples.ts';
import { modelForBatch, type TrainableModel } from '../snapshot/training/batchModels.ts';
import type { TrainableSnapshot } from '../snapshot/training/trainable.ts';
import { copyValuesOf, evaluationProgram, samplesOf } from './batchPrograms.ts';
import { type LabeledOutput, labeledOutputsOf } from './labeledOutputs.ts';
import { classNamesOf, dataNamed, nameOf } from './plottedOutput.ts';

export interface ConfusionMatrix {
  /** The name of the labels in the text. */
  readonly label: string;
  /** The names of the classes. */
  readonly classes: readonly string[];
  readonly job: ConfusionJob;
}

/** The numbers of more would not be legible. */
const maxClasses = 20;

/** Undefined if the model is not a classifier of its samples. */
export function confusionMatrixOf(snapshot: TrainableSnapshot): ConfusionMatrix | Refusal | undefined {
  const { model } = snapshot;
  const sampleCount = sampleCountOf(model);
  if (sampleCount === 0) return undefined;
  if (evaluatedCount(model, sampleCount) < sampleCount)
    return { refusal: l10n.t('No confusion matrix: the values of all samples need too much memory.') };
  const evaluationModel = modelForBatch(snapshot, sampleCount, 'evaluation');
  if (isProblem(evaluationModel)) return undefined;
  const classifier = classifierOf(snapshot, evaluationModel);
  if (classifier === undefined) return undefined;
  const { node, output, label, labels, classCount, threshold } = classifier;
  const target = evaluationModel.program.operands(node)[1];
  const name = nameOf(snapshot, evaluationModel, target);
  if (classCount > maxClasses) {
    return {
      refusal: l10n.t`No confusion matrix: ${name} has ${classCount} classes, and at most ${maxClasses} are shown.`,
    };
  }
  const samples = samplesOf(snapshot, [evaluationModel]);
  return {
    label: name,
    // Labels computed from a column are not its classes.
    classes: classNamesOf(target === label.node ? dataNamed(model, label.name) : undefined, classCount),
    job: {
      program: evaluationProgram(model, samples, evaluationModel, sampleCount, { root: output }),
      data: copyValuesOf(snapshot, samples),
      labels,
      classCount,
      ...(threshold !== undefined && { threshold }),
      heldOut: splitSamples(sampleCount, model.trainingPlan.settings).heldOut,
    },
  };
}

interface Classifier extends LabeledOutput, Pick<ConfusionJob, 'labels' | 'classCount' | 'threshold'> {}

/** The first output of a loss of classes whose labels are a class for each sample. */
function classifierOf(snapshot: TrainableSnapshot, model: TrainableModel): Classifier | undefined {
  for (const labeled of labeledOutputsOf(model, model.objective.backwardPass.root)) {
    const classes = classesOf(model, labeled);
    const labels = classes && labelsOf(snapshot, model, labeled);
    if (!labels?.every((label) => Number.isInteger(label) && label >= 0 && label < classes!.classCount)) continue;
    return { ...labeled, ...classes!, labels: Int32Array.from(labels) };
  }
  return undefined;
}

function classesOf(
  { program, data }: TrainableModel,
  { node, output }: LabeledOutput,
): Pick<Classifier, 'classCount' | 'threshold'> | undefined {
  const [samples] = program.shape(data[0].node);
  const [operator, [predicted, target]] = [program.operator(node), program.operands(node)];
  const [shape, targetShape] = [program.shape(output), program.shape(target)];
  if (predicted !== output) return undefined;
  if (operator === crossEntropy) {
    const [count, classCount] = shape;
    return shape.length === 2 && targetShape.length === 1 && count === samples && classCount > 1
      ? { classCount }
      : undefined;
  }
  const isOfTwo = (operator === bce || operator === bceWithLogits) && shapesEqual(shape, targetShape);
  return isOfTwo && sizeOf(shape) === samples ? { classCount: 2, threshold: operator.decisionThreshold! } : undefined;
}

/** The values of the labels, which may be computed from data; undefined if they are computed in another mode only. */
function labelsOf(
  snapshot: TrainableSnapshot,
  model: TrainableModel,
  { node, label }: LabeledOutput,
): Float64Array | undefined {
  const target = model.program.operands(node)[1];
  if (model === snapshot.model) return elementsOf(model.program, snapshot.evaluation.values, target);
  const { model: fullModel, elementsAt } = allSamplesOf(snapshot);
  return target === label.node && fullModel.data.some(({ name }) => name === label.name)
    ? toFloat64(elementsAt(dataNamed(fullModel, label.name).node))
    : undefined;
}
