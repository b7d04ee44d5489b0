/** Cross-entropy of class indices or class probabilities. */

import * as l10n from '@vscode/l10n';
import type { Attributes, NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { formatShape, type Mismatch, type Shape, sizeOf } from '../../ir/shape.ts';
import { reduceLosses } from '../../tensorLoops/losses.ts';
import { logSoftmaxElements } from '../../tensorLoops/softmax.ts';
import { sumOf } from '../../tensorLoops/sum.ts';
import { divide, multiply, negate, notEqual, subtract } from '../elementwise/arithmetic.ts';
import { keepWhere } from '../elementwise/masks.ts';
import { where } from '../elementwise/selection.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { keepDimsShape } from '../reductions/axes.ts';
import { sum } from '../reductions/reductions.ts';
import { logSoftmax, softmax } from '../reductions/softmax.ts';
import { oneHot } from '../shapes/indexing.ts';
import { filledNode, reshape } from '../shapes/shaping.ts';
import { adjointPerLoss, lossShape, reductionParameter } from './lossOperator.ts';

export const crossEntropy = tensorOperator({
  name: 'cross_entropy',
  call: {
    name: 'cross_entropy',
    parameters: [
      { kind: 'operand', name: 'logits' },
      { kind: 'operand', name: 'target' },
      reductionParameter,
      { kind: 'integer', name: 'ignore_index', canBeNegative: true },
    ],
  },
  doc: 'The cross-entropy of softmax(logits) along the last axis; the target is a class, counted from 0, or a probability for each class; averaged over the samples unless `reduction` is "sum" or "none". Samples whose class is `ignore_index` do not count.',
  example: 'cross_entropy(x @ W, target)',
  undefinedWhere: 'where a target is not a class: a whole number from 0 to one less than the number of classes',
  indexBounds: ([logits, target], { ignore_index: ignored }) =>
    isDistribution(logits, target)
      ? undefined
      : { operand: 1, low: 0, high: classCount(logits) - 1, ...(ignored !== undefined && { ignored }) },
  gradientDoc: 'cross_entropy multiplies the gradient by softmax(logits) − target, divided by the number of samples',
  shape: crossEntropyShape,
  forward: ([logits, target], output, { operands: [logitsShape, targetShape] }, attributes) => {
    const { reduction = 'mean', ignore_index: ignored } = attributes;
    const count = classCount(logitsShape);
    const logProbabilities = new Float64Array(logits.length);
    logSoftmaxElements(logits, logitsShape, logProbabilities, keepDimsShape(logitsShape, [-1]));
    const lossesOf = isDistribution(logitsShape, targetShape) ? lossesOfDistributions : lossesOfClasses;
    const losses = lossesOf(logProbabilities, target, sampleCount(logitsShape), count);
    if (ignored === undefined) reduceLosses(losses, losses.length, output, reduction);
    else reduceLosses(...withoutIgnored(losses, target, ignored), output, reduction);
  },
  vjp: [
    (p, g, [logits, target], out) => {
      const { ignore_index: ignored } = p.attributes(out);
      if (ignored !== undefined) return adjointWithIgnored(p, g, logits, target, out, ignored);
      const localGradient = isDistribution(p.shape(logits), p.shape(target))
        ? p.add(subtract, [p.add(multiply, [p.add(softmax, [logits]), sumOverClasses(p, target)]), target])
        : classGradient(p, logits, target);
      return p.add(multiply, [sampleAdjoints(p, g, logits, out), localGradient]);
    },
    (p, g, [logits, target], out) => {
      if (!isDistribution(p.shape(logits), p.shape(target))) return filledNode(p, 0, p.shape(target));
      const negativeLogSoftmax = p.add(negate, [p.add(logSoftmax, [logits])]);
      return p.add(multiply, [sampleAdjoints(p, g, logits, out), negativeLogSoftmax]);
    },
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([logits, target], { reduction = 'mean', ignore_index: ignored }, [logitsShape, targetShape]) => {
    // PyTorch has the classes on axis 1.
    const moved = (tensor: string): string => (logitsShape.length > 2 ? `${tensor}.movedim(-1, 1)` : tensor);
    const labels = isDistribution(logitsShape, targetShape) ? moved(target) : `${target}.long()`;
    const ignoring = ignored === undefined ? '' : `ignore_index=${ignored}, `;
    return `torch.nn.functional.cross_entropy(${moved(logits)}, ${labels}, ${ignoring}reduction='${reduction}')`;
  },
});

function crossEntropyShape([logits, target]: readonly Shape[], attributes: Attributes): Shape | Mismatch {
  if (logits.length === 0) {
    return { mismatch: l10n.t('cross_entropy: logits must be [samples, classes], not a scalar') };
  }
  const title = l10n.t`cross_entropy ${formatShape(logits)} and ${formatShape(target)}`;
  const samples = logits.slice(0, -1);
  if (target.length !== samples.length && !isDistribution(logits, target)) {
    return {
      mismatch: l10n.t`${title}: the target must be ${formatShape(samples)} for classes or ${formatShape(logits)} for probabilities`,
    };
  }
  const axis = target.findIndex((length, axisIndex) => length !== logits[axisIndex]);
  if (axis >= 0) return { mismatch: l10n.t`${title}: ${logits[axis]} ≠ ${target[axis]} on axis ${axis}` };
  if (attributes.ignore_index !== undefined && isDistribution(logits, target)) {
    return { mismatch: l10n.t`${title}: ignore_index needs classes as targets, not probabilities` };
  }
  return lossShape(samples, attributes);
}

/** True if the target has a probability for each class rather than a class. */
function isDistribution(logits: Shape, target: Shape): boolean {
  return target.length === logits.length;
}

const classCount = (logits: Shape): number => logits[logits.length - 1];
const sampleCount = (logits: Shape): number => sizeOf(logits.slice(0, -1));

/** NaN where the target is not a class. @param logProbabilities the logarithms of all samples' softmax. */
function lossesOfClasses(
  logProbabilities: Float64Array,
  target: Float64Array,
  samples: number,
  count: number,
): Float64Array {
  return new Float64Array(samples).map((_, sample) => {
    const classIndex = target[sample];
    const isClass = Number.isInteger(classIndex) && classIndex >= 0 && classIndex < count;
    // 0 − x, so that a certain class has a loss of 0 and not of −0.
    return isClass ? 0 - logProbabilities[sample * count + classIndex] : Number.NaN;
  });
}

function lossesOfDistributions(
  logProbabilities: Float64Array,
  target: Float64Array,
  samples: number,
  count: number,
): Float64Array {
  const terms = logProbabilities.map((logProbability, i) => target[i] * logProbability);
  return new Float64Array(samples).map((_, sample) => 0 - sumOf(terms, sample * count, count));
}

/** The losses with 0 for the ignored samples, and the number of the others. */
function withoutIgnored(
  losses: Float64Array,
  target: Float64Array,
  ignored: number,
): readonly [losses: Float64Array, count: number] {
  const kept = losses.map((loss, sample) => (target[sample] === ignored ? 0 : loss));
  return [kept, target.reduce((count, classIndex) => (classIndex === ignored ? count : count + 1), 0)];
}

/** softmax(logits) minus the one-hot code of the classes. */
function classGradient(p: ProgramBuilder, logits: NodeId, classes: NodeId): NodeId {
  const oneHotCode = p.add(oneHot, [classes], { count: classCount(p.shape(logits)) });
  return p.add(subtract, [p.add(softmax, [logits]), oneHotCode]);
}

/** The adjoint of the logits, 0 for those of ignored samples. */
function adjointWithIgnored(
  p: ProgramBuilder,
  adjoint: NodeId,
  logits: NodeId,
  target: NodeId,
  output: NodeId,
  ignored: number,
): NodeId {
  const { reduction = 'mean' } = p.attributes(output);
  const isKept = p.add(notEqual, [target, p.addConstant(ignored)]);
  const perLoss = reduction === 'mean' ? p.add(divide, [adjoint, p.add(sum, [isKept])]) : adjoint;
  const perSample = p.shape(perLoss).length === 0 ? perLoss : asColumn(p, perLoss);
  const classes = p.add(where, [isKept, target, p.addConstant(0)]);
  return keepWhere(p, asColumn(p, isKept), p.add(multiply, [perSample, classGradient(p, logits, classes)]));
}

/** The adjoint of the loss of each sample, so that it broadcasts against the logits. */
function sampleAdjoints(p: ProgramBuilder, adjoint: NodeId, logits: NodeId, output: NodeId): NodeId {
  const lossAdjoint = adjointPerLoss(p, adjoint, output, sampleCount(p.shape(logits)));
  return p.shape(lossAdjoint).length === 0 ? lossAdjoint : asColumn(p, lossAdjoint);
}

function asColumn(p: ProgramBuilder, samples: NodeId): NodeId {
  return p.add(reshape, [samples], { shape: [...p.shape(samples), 1] });
}

function sumOverClasses(p: ProgramBuilder, values: NodeId): NodeId {
  return p.add(sum, [values], { axis: [-1], keep: true });
}
