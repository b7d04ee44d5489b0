/** The table of initializers: their parameters and how each draws a tensor. */

import * as l10n from '@vscode/l10n';
import { formatShape, isMismatch, type Mismatch, type Shape, sizeOf } from '../ir/shape.ts';
import { allocateElements } from '../ir/tensor.ts';
import type { Random } from '../math/random.ts';
import { slicesOf } from '../runtime/slices.ts';

export interface Initializer {
  readonly name: string;
  /** One sentence about what it draws. */
  readonly doc: string;
  /** A param in the language that uses it. */
  readonly example: string;
  readonly parameters: readonly InitializerParameter[];
  /** Why a tensor of a shape can't be drawn, or undefined; absent if every shape can. */
  readonly shapeMismatch?: (shape: Shape) => Mismatch | undefined;
  /** Why nothing can be drawn with some parameters, as a sentence; absent if any will do. */
  readonly parameterError?: (parameters: Readonly<Record<string, number>>) => string | undefined;
  /**
   * Draws the elements of a tensor in slices, row-major.
   * @param parameters every parameter of the row, by name.
   * @throws Error when the shape doesn't fit.
   */
  readonly draw: (
    random: Random,
    shape: Shape,
    parameters: Readonly<Record<string, number>>,
  ) => Generator<undefined, Float64Array>;
}

export interface InitializerParameter {
  readonly name: string;
  readonly default: number;
  readonly doc: string;
}

const normal: Initializer = {
  name: 'normal',
  doc: 'Normally distributed numbers.',
  example: 'param W[4, 8] ~ normal(0, 0.5)',
  parameters: [
    { name: 'mean', default: 0, doc: 'The mean.' },
    { name: 'std', default: 1, doc: 'The standard deviation.' },
  ],
  parameterError: ({ std }) => (std >= 0 ? undefined : l10n.t("the standard deviation can't be negative")),
  draw: (random, shape, { mean, std }) => fillTensor(shape, () => mean + std * random.normal()),
};

const uniform: Initializer = {
  name: 'uniform',
  doc: 'Uniformly distributed numbers between two bounds.',
  example: 'param W[4, 8] ~ uniform(-0.1, 0.1)',
  parameters: [
    { name: 'lo', default: 0, doc: 'The lower bound.' },
    { name: 'hi', default: 1, doc: 'The upper bound.' },
  ],
  parameterError: ({ lo, hi }) => (lo <= hi ? undefined : l10n.t('the lower bound is greater than the upper bound')),
  draw: (random, shape, { lo, hi }) => fillTensor(shape, () => lo + (hi - lo) * random.uniform()),
};

const glorot: Initializer = {
  name: 'glorot',
  doc: 'Glorot (Xavier) initialization: uniform within ±√(6 / (fan-in + fan-out)), which preserves the variance of values and gradients in a tanh layer.',
  example: 'param W[4, 8] ~ glorot()',
  parameters: [],
  shapeMismatch: fanMismatch,
  draw: (random, shape) => {
    const { fanIn, fanOut } = requireFans(shape);
    const bound = Math.sqrt(6 / (fanIn + fanOut));
    return fillTensor(shape, () => bound * (2 * random.uniform() - 1));
  },
};

const he: Initializer = {
  name: 'he',
  doc: 'He (Kaiming) initialization: normal with standard deviation √(2 / fan-in), which preserves the variance of values in a relu layer.',
  example: 'param W[4, 8] ~ he()',
  parameters: [],
  shapeMismatch: fanMismatch,
  draw: (random, shape) => {
    const std = Math.sqrt(2 / requireFans(shape).fanIn);
    return fillTensor(shape, () => std * random.normal());
  },
};

const zeros: Initializer = {
  name: 'zeros',
  doc: 'Zeros, for example for a bias.',
  example: 'param b[8] ~ zeros()',
  parameters: [],
  draw: (_, shape) => fillTensor(shape, () => 0),
};

const ones: Initializer = {
  name: 'ones',
  doc: 'Ones, for example for a scale.',
  example: 'param scale[8] ~ ones()',
  parameters: [],
  draw: (_, shape) => fillTensor(shape, () => 1),
};

export const initializers: readonly Initializer[] = [normal, uniform, glorot, he, zeros, ones];

/** Fan-in: how many inputs each output sums. Fan-out: how many outputs each input feeds. */
interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of weights as in `x @ W`, whose last two axes are [in, out], with batch axes before them. Four axes are a
 * convolution's kernel, [out, in, height, width]; every position of the window counts.
 */
function fansOf(shape: Shape): Fans | Mismatch {
  if (shape.length < 2) {
    return {
      mismatch: l10n.t`it needs a shape with a fan-in and a fan-out, such as [in, out], not ${formatShape(shape)}`,
    };
  }
  if (shape.length !== 4) return { fanIn: shape[shape.length - 2], fanOut: shape[shape.length - 1] };
  const [channelsOut, channelsIn, height, width] = shape;
  return { fanIn: channelsIn * height * width, fanOut: channelsOut * height * width };
}

function fanMismatch(shape: Shape): Mismatch | undefined {
  const fans = fansOf(shape);
  return isMismatch(fans) ? fans : undefined;
}

function requireFans(shape: Shape): Fans {
  const fans = fansOf(shape);
  if (isMismatch(fans)) throw new Error(fans.mismatch);
  return fans;
}

/** Numbers that are drawn in a slice, about a millisecond. */
const drawsPerSlice = 1 << 14;

function* fillTensor(shape: Shape, draw: () => number): Generator<undefined, Float64Array> {
  const values = allocateElements(sizeOf(shape));
  for (const { start, end } of slicesOf(values.length, drawsPerSlice)) {
    for (let i = start; i < end; i++) values[i] = draw();
    if (end < values.length) yield;
  }
  return values;
}
