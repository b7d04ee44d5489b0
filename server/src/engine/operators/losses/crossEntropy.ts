/** Cross-entropy of class indices or class probabilities. */

import * as l10n from '@vscode/l10n';
import type { Attributes, NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { formatShape, type Mismatch, type Shape, sizeOf } from '../../ir/shape.ts';
import { reduceLosses } from '../../tensorLoops/losses.ts';
import { logSoftmaxElements } from '../../tensorLoops/softmax.ts';
import { sumOf } from '../../tensorLoops/sum.ts';
import { multiply, negate, subtract } from '../elementwise/arithmetic.ts';
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
    parameters: [{ kind: 'operand', name: 'logits' }, { kind: 'operand', name: 'target' }, reductionParameter],
  },
  doc: 'The cross-entropy of softmax(logits) along the last axis; the target is a class, counted from 0, or a probability for each class; averaged over the samples unless `reduction` is "sum" or "none".',
  example: 'cross_entropy(x @ W, target)',
  undefinedWhere: 'where a target is not a class: a whole number from 0 to one less than the number of classes',
  indexBounds: ([logits, target]) =>
    isDistribution(logits, target) ? undefined : { operand: 1, low: 0, high: classCount(logits) - 1 },
  gradientDoc: 'cross_entropy multiplies the gradient by softmax(logits) − target, divided by the number of samples',
  shape: crossEntropyShape,
  forward: ([logits, target], output, { operands: [logitsShape, targetShape] }, { reduction = 'mean' }) => {
    const count = classCount(logitsShape);
    const logProbabilities = new Float64Array(logits.length);
    logSoftmaxElements(logits, logitsShape, logProbabilities, keepDimsShape(logitsShape, [-1]));
    const lossesOf = isDistribution(logitsShape, targetShape) ? lossesOfDistributions : lossesOfClasses;
    const losses = lossesOf(logProbabilities, target, sampleCount(logitsShape), count);
    reduceLosses(losses, output, reduction);
  },
  vjp: [
    (p, g, [logits, target], out) => {
      const probabilities = p.add(softmax, [logits]);
      const localGradient = isDistribution(p.shape(logits), p.shape(target))
        ? p.add(subtract, [p.add(multiply, [probabilities, sumOverClasses(p, target)]), target])
        : p.add(subtract, [probabilities, p.add(oneHot, [target], { count: classCount(p.shape(logits)) })]);
      return p.add(multiply, [sampleAdjoints(p, g, logits, out), localGradient]);
    },
    (p, g, [logits, target], out) => {
      if (!isDistribution(p.shape(logits), p.shape(target))) return filledNode(p, 0, p.shape(target));
      const negativeLogSoftmax = p.add(negate, [p.add(logSoftmax, [logits])]);
      return p.add(multiply, [sampleAdjoints(p, g, logits, out), negativeLogSoftmax]);
    },
  ],
  sampleIntervals: [realSamples, realSamples],
  torch: ([logits, target], { reduction = 'mean' }) =>
    `torch.nn.functional.cross_entropy(${logits}, ${target} if ${target}.dim() == ${logits}.dim() else ${target}.long(), reduction='${reduction}')`,
});

function crossEntropyShape([logits, target]: readonly Shape[], attributes: Attributes): Shape | Mismatch {
  const title = l10n.t`cross_entropy ${formatShape(logits)} and ${formatShape(target)}`;
  const samples = logits.slice(0, -1);
  if (logits.length !== 1 && logits.length !== 2) {
    return logitsMismatch(logits);
  }
  if (target.length !== samples.length && !isDistribution(logits, target)) {
    return {
      mismatch: l10n.t`${title}: the target must be [samples] for classes or [samples, classes] for probabilities`,
    };
  }
  const axis = target.findIndex((length, axisIndex) => length !== logits[axisIndex]);
  if (axis >= 0) return { mismatch: l10n.t`${title}: ${logits[axis]} ≠ ${target[axis]} on axis ${axis}` };
  return lossShape(samples, attributes);
}

function logitsMismatch(logits: Shape): Mismatch {
  if (logits.length === 0)
    return { mismatch: l10n.t('cross_entropy: logits must be [samples, classes], not a scalar') };
  const matrix = [sampleCount(logits), classCount(logits)];
  return {
    mismatch: l10n.t`cross_entropy: logits must be [samples, classes]; reshape ${formatShape(logits)} to ${formatShape(matrix)}`,
  };
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
