/** Layer and batch normalization: to mean 0 and variance 1 over the features of a sample or the samples of a channel. */

import * as l10n from '@vscode/l10n';
import type { Attributes, NodeId, Parameter, ProgramBuilder, TensorOperator } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { isMismatch, type Mismatch, type Shape, sizeOf } from '../../ir/shape.ts';
import { normalizeElements } from '../../tensorLoops/deviations.ts';
import { add, divide, multiply, subtract } from '../elementwise/arithmetic.ts';
import { sqrt } from '../elementwise/functions.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { reshape } from '../shapes/shaping.ts';
import { defaultEps, keepDimsShape, operandMismatch, resolveAxes } from './axes.ts';
import { variance } from './deviations.ts';
import { mean } from './reductions.ts';

const operandParameter: Parameter = { name: 'x', kind: 'operand' };
const epsParameter: Parameter = { name: 'eps', kind: 'number', default: defaultEps };

interface Normalization
  extends Pick<
    TensorOperator,
    'name' | 'doc' | 'gradientDoc' | 'torch' | 'torchInModes' | 'inEvaluationMode' | 'statistics' | 'trainingMismatch'
  > {
  readonly parameters: readonly Parameter[];
  /** The axes that share a mean and a variance, counted from the front. */
  readonly axes: (operand: Shape, attributes: Attributes) => readonly number[] | Mismatch;
}

function normalizationOperator({ name, parameters, axes, ...row }: Normalization): TensorOperator {
  const requireAxes = (operand: Shape, attributes: Attributes): readonly number[] => {
    const resolved = axes(operand, attributes);
    if (isMismatch(resolved)) throw new Error(resolved.mismatch);
    return resolved;
  };
  return tensorOperator({
    ...row,
    name,
    call: { name, parameters },
    example: `${name}(x) * gain + shift`,
    undefinedWhere: 'where the variance is too large for a float64',
    shape: ([operand], attributes) => {
      const resolved = axes(operand, attributes);
      return isMismatch(resolved) ? resolved : operand;
    },
    forward: ([x], output, { operands: [shape] }, attributes) =>
      normalizeElements(
        x,
        shape,
        output,
        keepDimsShape(shape, requireAxes(shape, attributes)),
        attributes.eps ?? defaultEps,
      ),
    vjp: [
      (p, g, [x], y) => {
        const attributes = p.attributes(y);
        return normalizationVjp(p, g, x, y, requireAxes(p.shape(x), attributes), attributes.eps);
      },
    ],
    sampleIntervals: [realSamples],
  });
}

/** The adjoint of elements `x` that were normalized to `y` along these axes. */
export function normalizationVjp(
  p: ProgramBuilder,
  adjoint: NodeId,
  x: NodeId,
  y: NodeId,
  axis: readonly number[],
  eps = defaultEps,
): NodeId {
  const meanAttributes = { axis, keep: true };
  const average = p.add(mean, [adjoint], meanAttributes);
  const projection = p.add(mean, [p.add(multiply, [adjoint, y])], meanAttributes);
  const numerator = p.add(subtract, [p.add(subtract, [adjoint, average]), p.add(multiply, [y, projection])]);
  const regularized = p.add(add, [p.add(variance, [x], meanAttributes), p.addConstant(eps)]);
  return p.add(divide, [numerator, p.add(sqrt, [regularized])]);
}

const lastAxis: readonly number[] = [-1];

export const layerNorm = normalizationOperator({
  name: 'layer_norm',
  parameters: [operandParameter, { name: 'axis', kind: 'axis', default: -1 }, epsParameter],
  doc: 'The deviation from the mean along `axis`, divided by √(variance + `eps`).',
  gradientDoc:
    'layer_norm subtracts the mean gradient and the component along its own value from each gradient, and divides by √(variance + eps)',
  axes: (operand, { axis = lastAxis }) => resolveAxes('layer_norm', operand, axis),
  torch: ([x], { axis = lastAxis, eps = defaultEps }) => {
    if (axis.length === 1 && axis[0] === -1) {
      return `torch.nn.functional.layer_norm(${x}, ${x}.shape[-1:], eps=${eps})`;
    }
    const dimArguments = `dim=${toPythonTuple(axis)}, keepdim=True`;
    const deviation = `(${x} - torch.mean(${x}, ${dimArguments}))`;
    return `${deviation} / torch.sqrt(torch.var(${x}, correction=0, ${dimArguments}) + ${eps})`;
  },
});

export const batchNorm = normalizationOperator({
  name: 'batch_norm',
  parameters: [operandParameter, epsParameter],
  doc: 'The deviation from the mean of each channel (axis 1), divided by √(variance + `eps`): in training the mean and variance of the batch, in evaluation their running means over the training steps.',
  gradientDoc:
    "batch_norm subtracts the channel's mean gradient and the component along its own value from each gradient, and divides by √(variance + eps)",
  axes: (operand) =>
    operand.length < 2
      ? operandMismatch('batch_norm', operand, l10n.t('it needs an axis 1 for the channels'))
      : sampleAxes(operand),
  trainingMismatch: ([operand]) =>
    operand.length >= 2 && operand[1] > 0 && valuesPerChannel(operand) === 1
      ? operandMismatch('batch_norm', operand, l10n.t('training needs more than one value per channel'))
      : undefined,
  statistics: [
    {
      name: 'running_mean',
      initial: 0,
      shape: ([, channels]) => [channels],
      ofBatch: (p, x) => p.add(mean, [x], { axis: sampleAxes(p.shape(x)) }),
    },
    {
      name: 'running_var',
      initial: 1,
      isNonNegative: true,
      shape: ([, channels]) => [channels],
      // The unbiased variance, although the values are divided by the biased one.
      ofBatch: (p, x) => {
        const count = valuesPerChannel(p.shape(x));
        const biased = p.add(variance, [x], { axis: sampleAxes(p.shape(x)) });
        return p.add(multiply, [biased, p.addConstant(count / (count - 1))]);
      },
    },
  ],
  inEvaluationMode: (p, [x], { eps = defaultEps }, statistics) => {
    const { length: rank } = p.shape(x);
    const [average, runningVariance] = statistics.map((statistic) => {
      const shape = [...p.shape(statistic), ...new Array<number>(rank - 2).fill(1)];
      return p.add(reshape, [statistic], { shape });
    });
    const root = p.add(sqrt, [p.add(add, [runningVariance, p.addConstant(eps)])]);
    return p.add(divide, [p.add(subtract, [x, average]), root]);
  },
  torchInModes: ([x], { eps = defaultEps }, statistics) =>
    `torch.nn.functional.batch_norm(${[x, ...statistics].join(', ')}, training=training, eps=${eps})`,
  // torch.nn.functional.batch_norm rejects a single value per channel.
  torch: ([x], { eps = defaultEps }) => `torch.batch_norm(${x}, None, None, None, None, True, 0.0, ${eps}, False)`,
});

function sampleAxes(operand: Shape): readonly number[] {
  return operand.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
}

function valuesPerChannel(operand: Shape): number {
  return sizeOf(operand) / operand[1];
}
