/** Test cases of reductions and other axis operators. */

import type { Attributes } from '../../../../server/src/engine/ir/operator.ts';
import { type Shape, sizeOf } from '../../../../server/src/engine/ir/shape.ts';
import type { Case, OperatorSpec, OperatorSpecs } from '../operatorCases.ts';

/** Reductions along every kind of axes. */
export const reduction: OperatorSpec = {
  cases: [
    { shapes: [[]] },
    { shapes: [[2, 3]] },
    { shapes: [[2, 3]], attributes: { keep: true } },
    { shapes: [[2, 3]], attributes: { axis: [0] } },
    { shapes: [[2, 3]], attributes: { axis: [-1], keep: true } },
    { shapes: [[2, 3, 2]], attributes: { axis: [2, 0] } },
    { shapes: [[2, 3, 2]], attributes: { axis: [1], keep: true } },
  ],
  attributes: ([operand], choice) => {
    const axis = [oneAxis(operand, choice)];
    const fromEnd = axis.map((position) => position - operand.length);
    return [{}, { keep: true }, { axis }, { axis: fromEnd, keep: true }][choice % 4];
  },
};

/** One of the axes of a tensor. */
export function oneAxis(operand: Shape, choice: number): number {
  return (choice >> 2) % Math.max(1, operand.length);
}

const alongAxes: readonly Case[] = [
  { shapes: [[3]] },
  { shapes: [[2, 3]] },
  { shapes: [[2, 3]], attributes: { axis: [0] } },
  { shapes: [[2, 3]], attributes: { axis: [-2] } },
  { shapes: [[2, 1]], attributes: { axis: [1] } },
  { shapes: [[2, 3, 2]], attributes: { axis: [1] } },
];

const alongSeveralAxes: readonly Case[] = [...alongAxes, { shapes: [[2, 3, 2]], attributes: { axis: [-1, 0] } }];

/** Any axis, counted from either end, or the default. */
function someAxis([operand]: readonly Shape[], choice: number): Attributes {
  const axis = oneAxis(operand, choice);
  return [{}, { axis: [axis] }, { axis: [axis - operand.length] }][choice % 3];
}

/** One axis or two. */
function someAxes(operands: readonly Shape[], choice: number): Attributes {
  const [{ length: rank }] = operands;
  return choice % 4 === 3 && rank > 1 ? { axis: [rank - 1, 0] } : someAxis(operands, choice);
}

/** PyTorch may order two elements differently if rounding decides which one is larger. */
export const distinct: Pick<OperatorSpec, 'isRoundingSafe'> = {
  isRoundingSafe: (value) => {
    const sorted = value.toSorted();
    return sorted.every((x, i) => i === 0 || x - sorted[i - 1] > 1e-6);
  },
};

/** The deviation of almost equal elements consists of rounding errors. */
const spread: Pick<OperatorSpec, 'isRoundingSafe'> = {
  isRoundingSafe: (value) => {
    const sorted = value.toSorted();
    const size = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
    return sorted.every((x, i) => i === 0 || x - sorted[i - 1] > 1e-2 * size);
  },
};

/** PyTorch multiplies before it subtracts the mean: a tiny divisor turns equal elements into rounding errors. */
function someEps(choice: number): number {
  return choice % 2 === 0 ? 0.1 : 0.5;
}

const indexOfExtremum: OperatorSpec = {
  cases: [],
  attributes: (operands, choice) => ({ ...someAxis(operands, choice), ...(choice % 2 === 0 && { keep: true }) }),
  ...distinct,
};

const normalization: OperatorSpec = {
  cases: [...alongSeveralAxes, { shapes: [[2, 3]], attributes: { axis: [1], eps: 0.5 } }],
  attributes: (operands, choice) => {
    const { axis = [-1] } = someAxes(operands, choice);
    const shared = axis.reduce((count, axisIndex) => count * (operands[0].at(axisIndex) ?? 1), 1);
    return shared > 1 ? { axis, eps: someEps(choice) } : undefined;
  },
  ...distinct,
};

export const reductionCases: OperatorSpecs = {
  sum: reduction,
  mean: reduction,
  logsumexp: reduction,
  norm: reduction,
  var: reduction,
  std: { ...reduction, ...spread },
  amax: { ...reduction, ...distinct },
  amin: { ...reduction, ...distinct },
  argmax: indexOfExtremum,
  argmin: indexOfExtremum,
  any: { ...reduction, cases: [] },
  all: { ...reduction, cases: [] },
  cumprod: {
    cases: [
      { shapes: [[3]] },
      { shapes: [[2, 5]], attributes: { axis: [1] } },
      { shapes: [[4, 2]], attributes: { axis: [-2] } },
      { shapes: [[2, 3, 2]], attributes: { axis: [1] } },
      { shapes: [[1]] },
    ],
    attributes: someAxis,
  },
  cumsum: {
    cases: [
      { shapes: [[3]] },
      { shapes: [[2, 3]], attributes: { axis: [0] } },
      { shapes: [[2, 3]], attributes: { axis: [-1] } },
      { shapes: [[2, 3, 2]], attributes: { axis: [1], reverse: true } },
    ],
    attributes: (operands, choice) => ({ ...someAxis(operands, choice), ...(choice % 5 === 0 && { reverse: true }) }),
  },
  softmax: { cases: alongSeveralAxes, attributes: someAxes },
  log_softmax: { cases: alongSeveralAxes, attributes: someAxes },
  layer_norm: normalization,
  rms_norm: normalization,
  group_norm: {
    cases: [
      { shapes: [[2, 4]], attributes: { groups: 2 } },
      { shapes: [[2, 2, 3]], attributes: { groups: 2, eps: 0.5 } },
      { shapes: [[1, 4, 1, 2]], attributes: { groups: 1 } },
    ],
    attributes: ([operand], choice) => {
      const [samples = 1, channels = 0] = operand;
      const groups = choice % 2 === 0 ? 1 : channels;
      const shared = sizeOf(operand) / (samples * groups);
      return operand.length > 1 && shared > 1 ? { groups, eps: someEps(choice) } : undefined;
    },
    ...distinct,
  },
  batch_norm: {
    cases: [
      { shapes: [[3, 2]] },
      { shapes: [[1, 2]] },
      { shapes: [[2, 2, 3]] },
      { shapes: [[2, 2, 1, 2]], attributes: { eps: 0.5 } },
    ],
    attributes: ([operand], choice) => {
      const isAlone = sizeOf(operand) === operand[1];
      return isAlone ? undefined : { eps: someEps(choice) };
    },
    ...distinct,
  },
};
