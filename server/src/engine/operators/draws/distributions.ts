/**
 * The operators of random nodes, such as `eps[8, 2] ~ normal()`: one for each distribution. Their operands are the parameters
 * of the distribution and, last, the number of the draw, which together with the seed determines the numbers.
 */

import * as l10n from '@vscode/l10n';
import type { Parameter, TensorOperator } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import { broadcastShapes, formatShape, isMismatch, type Mismatch, type Shape } from '../../ir/shape.ts';
import { exp } from '../../math/exponential.ts';
import { Random } from '../../math/random.ts';
import { repeatElements } from '../../tensorLoops/broadcast.ts';
import { positiveSamples, realSamples, tensorOperator } from '../operatorRows.ts';

interface DistributionRow
  extends Pick<TensorOperator, 'name' | 'doc' | 'example' | 'gradientDoc' | 'undefinedWhere' | 'sampleIntervals'> {
  readonly parameters: readonly Parameter[];
  /** The number of axes at the end of a parameter that belong to one drawn number. */
  readonly parameterRank: 0 | 1;
  /** Writes the drawn numbers in row-major order. @param parameters those of each number. */
  readonly draw: (random: Random, parameters: readonly Float64Array[], output: Float64Array) => void;
  /** The distribution in PyTorch. */
  readonly torch: (...parameters: readonly string[]) => string;
  /** The end of the PyTorch expression, for numbers that are no floats there. */
  readonly torchConversion?: string;
}

/** A row whose parameters broadcast to the shape of the draw. */
function distribution({
  name,
  parameters,
  parameterRank,
  draw,
  torch,
  torchConversion = '',
  ...row
}: DistributionRow): TensorOperator {
  return tensorOperator({
    ...row,
    name,
    distribution: { name, parameters },
    noun: 'draw',
    shape: (operands, { shape }) => {
      const own = shapeOfParameters(operands.slice(0, -1), parameterRank);
      if (isMismatch(own)) return { mismatch: `${name}: ${own.mismatch}` };
      return shape === undefined ? own : (lengthsMismatch(name, own, shape) ?? shape);
    },
    forward: (operands, output, shapes, { seed = 0 }) => {
      const [drawNumber] = operands[parameters.length];
      const spread = parameters.map((_, index) => {
        const { [index]: shape } = shapes.operands;
        return spreadTo(operands[index], shape, [...shapes.output, ...shape.slice(shape.length - parameterRank)]);
      });
      draw(new Random(seed, `${name} ${drawNumber}`), spread, output);
    },
    vjp: [...parameters.map(() => null), null],
    torch: (operands, { shape }, shapes) => {
      const lengths = shape ?? (shapeOfParameters(shapes.slice(0, -1), parameterRank) as Shape);
      return `torch.distributions.${torch(...operands)}.expand(${toPythonTuple(lengths)}).sample()${torchConversion}`;
    },
  });
}

export const normal = distribution({
  name: 'normal',
  parameters: [
    { name: 'mean', kind: 'operand', default: 0 },
    { name: 'std', kind: 'operand', default: 1 },
  ],
  parameterRank: 0,
  doc: 'Normally distributed numbers, drawn anew at each training step.',
  example: 'eps[8, 2] ~ normal()',
  gradientDoc: 'no gradient flows into a draw; to train its mean and std, write mean + std * eps with eps ~ normal()',
  undefinedWhere: 'where the standard deviation is negative',
  draw: (random, [mean, std], output) => {
    for (let i = 0; i < output.length; i++) {
      const number = random.normal();
      output[i] = std[i] >= 0 ? mean[i] + std[i] * number : Number.NaN;
    }
  },
  sampleIntervals: [realSamples, positiveSamples, realSamples],
  torch: (mean, std) => `Normal(${mean}, ${std})`,
});

export const uniform = distribution({
  name: 'uniform',
  parameters: [
    { name: 'low', kind: 'operand', default: 0 },
    { name: 'high', kind: 'operand', default: 1 },
  ],
  parameterRank: 0,
  doc: 'Uniformly distributed numbers from `low` to less than `high`, drawn anew at each training step.',
  example: 'u[8] ~ uniform(-1, 1)',
  gradientDoc: 'no gradient flows into a draw; to train the bounds, write low + (high - low) * u with u ~ uniform()',
  undefinedWhere: 'where the lower bound is greater than the upper bound',
  draw: (random, [low, high], output) => {
    for (let i = 0; i < output.length; i++) {
      const number = random.uniform();
      output[i] = low[i] <= high[i] ? low[i] + (high[i] - low[i]) * number : Number.NaN;
    }
  },
  sampleIntervals: [[[-3, -1]], [[1, 3]], realSamples],
  torch: (low, high) => `Uniform(${low}, ${high})`,
});

export const bernoulli = distribution({
  name: 'bernoulli',
  parameters: [{ name: 'p', kind: 'operand' }],
  parameterRank: 0,
  doc: '1 with probability `p`, otherwise 0, drawn anew at each training step.',
  example: 'mask[8] ~ bernoulli(0.5)',
  gradientDoc: 'no gradient flows into a draw, so none reaches the probability',
  undefinedWhere: 'where the probability is not between 0 and 1',
  draw: (random, [p], output) => {
    for (let i = 0; i < output.length; i++) {
      const isOne = random.uniform() < p[i];
      output[i] = p[i] >= 0 && p[i] <= 1 ? Number(isOne) : Number.NaN;
    }
  },
  sampleIntervals: [[[0.2, 0.8]], realSamples],
  torch: (p) => `Bernoulli(${p})`,
});

export const categorical = distribution({
  name: 'categorical',
  parameters: [{ name: 'logits', kind: 'operand' }],
  parameterRank: 1,
  doc: 'Indices of classes with the probabilities softmax(`logits`) over the last axis, drawn anew at each training step.',
  example: 'token ~ categorical(scores)',
  gradientDoc: 'no gradient flows into a draw, so none reaches the logits',
  undefinedWhere: 'where no class has a probability',
  draw: (random, [logits], output) => {
    const count = output.length === 0 ? 0 : logits.length / output.length;
    const weights = new Float64Array(count);
    for (let i = 0; i < output.length; i++)
      output[i] = drawIndex(random.uniform(), logits.subarray(i * count, (i + 1) * count), weights);
  },
  sampleIntervals: [realSamples, realSamples],
  torch: (logits) => `Categorical(logits=${logits})`,
  torchConversion: '.double()',
});

/** The index whose share of the probabilities contains a number between 0 and 1. @param weights takes the exponentials. */
function drawIndex(fraction: number, logits: Float64Array, weights: Float64Array): number {
  const max = logits.reduce((largest, logit) => Math.max(largest, logit), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (let index = 0; index < logits.length; index++) {
    weights[index] = exp(logits[index] - max);
    total += weights[index];
  }
  if (!(total > 0)) return Number.NaN;
  let rest = fraction * total;
  let lastPossible = 0;
  for (let index = 0; index < logits.length; index++) {
    if (weights[index] === 0) continue;
    if (rest < weights[index]) return index;
    rest -= weights[index];
    lastPossible = index;
  }
  // Rounding may leave a rest after the last class.
  return lastPossible;
}

/** The shape of one number for each set of parameters. */
function shapeOfParameters(shapes: readonly Shape[], parameterRank: number): Shape | Mismatch {
  return shapes.some((shape) => shape.length < parameterRank)
    ? { mismatch: l10n.t('a scalar has no axis with an element for each class') }
    : broadcastShapes(shapes.map((shape) => shape.slice(0, shape.length - parameterRank)));
}

function lengthsMismatch(name: string, own: Shape, lengths: Shape): Mismatch | undefined {
  const merged = broadcastShapes([own, lengths]);
  const fits =
    !isMismatch(merged) && merged.length === lengths.length && merged.every((n, axis) => n === lengths[axis]);
  if (fits) return undefined;
  return {
    mismatch: l10n.t`${name}: parameters of the shape ${formatShape(own)} don't broadcast to ${formatShape(lengths)}`,
  };
}

function spreadTo(values: Float64Array, shape: Shape, target: Shape): Float64Array {
  const spread = new Float64Array(target.reduce((count, length) => count * length, 1));
  repeatElements(values, shape, spread, target);
  return spread;
}

export const distributions: readonly TensorOperator[] = [normal, uniform, bernoulli, categorical];

/** The distribution of a name. */
export function distributionNamed(name: string): TensorOperator | undefined {
  return distributions.find((row) => row.name === name);
}
