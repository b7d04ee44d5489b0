/** Edge cases of scalars: kinks, ties, bounds, powers and poles, with PyTorch's value and gradients. */

import type { Operator } from '../../../../server/src/engine/ir/operator.ts';
import * as activations from '../../../../server/src/engine/operators/elementwise/activations.ts';
import { divide } from '../../../../server/src/engine/operators/elementwise/arithmetic.ts';
import * as division from '../../../../server/src/engine/operators/elementwise/division.ts';
import * as extrema from '../../../../server/src/engine/operators/elementwise/extrema.ts';
import * as functions from '../../../../server/src/engine/operators/elementwise/functions.ts';
import * as functionsOfTwo from '../../../../server/src/engine/operators/elementwise/functionsOfTwo.ts';
import * as logic from '../../../../server/src/engine/operators/elementwise/logic.ts';
import { power } from '../../../../server/src/engine/operators/elementwise/power.ts';
import { where } from '../../../../server/src/engine/operators/elementwise/selection.ts';

const { abs, asin, atan, ceil, exp, floor, log, log1p, round, sign, sqrt, tanh } = functions;
const { elu, gelu, hardtanh, leakyRelu, relu, selu, sigmoid, silu, softplus } = activations;
const { floorDivide, remainder } = division;
const { atan2, logaddexp } = functionsOfTwo;
const { logicalAnd, logicalOr } = logic;
const { clip, maximum, minimum } = extrema;

export type ScalarEdge = readonly [
  name: string,
  operator: Operator,
  operands: number[],
  value: number,
  gradient: number[],
];

export const kinks: readonly ScalarEdge[] = [
  ['relu at 0', relu, [0], 0, [0]],
  ['relu at −0', relu, [-0], 0, [0]],
  ['abs at 0', abs, [0], 0, [0]],
  ['abs at −0', abs, [-0], 0, [-0]],
  ['leaky_relu at 0', leakyRelu, [0, 0.1], 0, [0.1, 0]],
  ['elu at 0', elu, [0, 2], 0, [2, 0]],
  ['selu at 0', selu, [0], 0, [1.7580993408473766]],
  ['sign at 0', sign, [0], 0, [0]],
  ['sign of a negative number', sign, [-3], -1, [0]],
  ['floor at a whole number', floor, [2], 2, [0]],
  ['floor below 0', floor, [-0.5], -1, [0]],
  ['ceil at a whole number', ceil, [2], 2, [0]],
  ['ceil below 0', ceil, [-0.5], -0, [0]],
  ['round halfway to 0', round, [0.5], 0, [0]],
  ['round halfway to 2', round, [1.5], 2, [0]],
  ['round halfway from 3', round, [2.5], 2, [0]],
  ['round halfway to −2', round, [-2.5], -2, [0]],
  ['round just below halfway', round, [0.49999999999999994], 0, [0]],
  ['round of a large odd number', round, [4503599627370497], 4503599627370497, [0]],
  ['round of −∞', round, [-Infinity], -Infinity, [0]],
  ['a multiple % its divisor', remainder, [6, 3], 0, [1, -2]],
  ['−7 % 3', remainder, [-7, 3], 2, [1, 3]],
  ['7 % −3', remainder, [7, -3], -2, [1, 3]],
  ['1 % 0.1, whose quotient rounds up', remainder, [1, 0.1], 0.09999999999999995, [1, -9]],
  ['−1 % ∞', remainder, [-1, Infinity], Infinity, [1, 1]],
  ['1 % ∞', remainder, [1, Infinity], 1, [1, 0]],
  ['∞ % 2', remainder, [Infinity, 2], Number.NaN, [1, Number.NaN]],
  ['floor_divide of 1 and 0.1', floorDivide, [1, 0.1], 9, [0, 0]],
  ['floor_divide of −7 and 2', floorDivide, [-7, 2], -4, [0, 0]],
];

export const tiesAndBounds: readonly ScalarEdge[] = [
  ['max at a tie', maximum, [2, 2], 2, [0.5, 0.5]],
  ['max of 0 and −0', maximum, [0, -0], 0, [0.5, 0.5]],
  ['min at a tie', minimum, [2, 2], 2, [0.5, 0.5]],
  ['max of a smaller and a larger number', maximum, [1, 2], 2, [0, 1]],
  ['min of a smaller and a larger number', minimum, [1, 2], 1, [1, 0]],
  ['clip at its lower bound', clip, [-1, -1, 1], -1, [1, 0, 0]],
  ['clip at its upper bound', clip, [1, -1, 1], 1, [1, 0, 0]],
  ['clip below', clip, [-2, -1, 1], -1, [0, 1, 0]],
  ['clip above', clip, [2, -1, 1], 1, [0, 0, 1]],
  ['clip between crossed bounds', clip, [0, 1, -1], -1, [0, 0, 1]],
  ['hardtanh inside', hardtanh, [0, -1, 1], 0, [1, 0, 0]],
  ['hardtanh at its lower bound', hardtanh, [-1, -1, 1], -1, [0, 1, 0]],
  ['hardtanh at its upper bound', hardtanh, [1, -1, 1], 1, [0, 0, 1]],
  ['hardtanh at two equal bounds', hardtanh, [1, 1, 1], 1, [0, 1, 0]],
  ['hardtanh above two equal bounds', hardtanh, [2, 1, 1], 1, [0, 0, 1]],
  ['NaN and 1', logicalAnd, [Number.NaN, 1], 1, [0, 0]],
  ['−0 or 0', logicalOr, [-0, 0], 0, [0, 0]],
  ['where on a condition of NaN', where, [Number.NaN, 1, 2], 1, [0, 1, 0]],
  ['where on a condition of −0', where, [-0, 1, 2], 2, [0, 0, 1]],
];

export const powers: readonly ScalarEdge[] = [
  ['0^2', power, [0, 2], 0, [0, 0]],
  ['0^1', power, [0, 1], 0, [1, 0]],
  ['0^0', power, [0, 0], 1, [0, 0]],
  ['0^½', power, [0, 0.5], 0, [Infinity, 0]],
  ['0^−1', power, [0, -1], Infinity, [-Infinity, -Infinity]],
  ['(−2)^3', power, [-2, 3], -8, [12, Number.NaN]],
  ['(−2)^½', power, [-2, 0.5], Number.NaN, [Number.NaN, Number.NaN]],
  ['1^NaN', power, [1, Number.NaN], 1, [Number.NaN, 0]],
  ['1^∞', power, [1, Infinity], 1, [Infinity, 0]],
  ['(−1)^∞', power, [-1, Infinity], 1, [Infinity, Number.NaN]],
  ['NaN^0', power, [Number.NaN, 0], 1, [0, Number.NaN]],
  ['∞^0', power, [Infinity, 0], 1, [0, Infinity]],
];

export const poles: readonly ScalarEdge[] = [
  ['softplus at its threshold', softplus, [20], 20.000000002061153, [0.9999999979388463]],
  ['softplus above its threshold', softplus, [20.5], 20.5, [1]],
  ['softplus of 1000', softplus, [1000], 1000, [1]],
  ['softplus of −1000', softplus, [-1000], 0, [0]],
  ['sigmoid of 1000', sigmoid, [1000], 1, [0]],
  ['sigmoid of −1000', sigmoid, [-1000], 0, [0]],
  ['silu of 1000', silu, [1000], 1000, [1]],
  ['gelu of 40', gelu, [40], 40, [1]],
  ['tanh of 1000', tanh, [1000], 1, [0]],
  ['elu of 1000', elu, [1000, 1], 1000, [1, 0]],
  ['elu of −1000', elu, [-1000, 2], -2, [0, -1]],
  ['exp of 1000', exp, [1000], Infinity, [Infinity]],
  ['log of 0', log, [0], -Infinity, [Infinity]],
  ['log of −1', log, [-1], Number.NaN, [-1]],
  ['log1p of −1', log1p, [-1], -Infinity, [Infinity]],
  ['sqrt of 0', sqrt, [0], 0, [Infinity]],
  ['asin of 1', asin, [1], Math.PI / 2, [Infinity]],
  ['atan of ∞', atan, [Infinity], Math.PI / 2, [0]],
  ['1 / 0', divide, [1, 0], Infinity, [Infinity, -Infinity]],
  ['1 % 0', remainder, [1, 0], Number.NaN, [1, -Infinity]],
  ['floor_divide of 1 and 0', floorDivide, [1, 0], Infinity, [0, 0]],
  ['atan2 of 0 and 0', atan2, [0, 0], 0, [Number.NaN, Number.NaN]],
  ['atan2 of 0 and −1', atan2, [0, -1], Math.PI, [-1, -0]],
  ['atan2 of −0 and −1', atan2, [-0, -1], -Math.PI, [-1, 0]],
  ['atan2 of 1 and 0', atan2, [1, 0], Math.PI / 2, [0, -1]],
  ['atan2 of ∞ and 1', atan2, [Infinity, 1], Math.PI / 2, [0, Number.NaN]],
  ['logaddexp of 1000 and 1000', logaddexp, [1000, 1000], 1000 + Math.LN2, [0.5, 0.5]],
  ['logaddexp of −∞ and 1', logaddexp, [-Infinity, 1], 1, [0, 1]],
  ['logaddexp of 1000 and −1000', logaddexp, [1000, -1000], 1000, [1, 0]],
  ['0 / 0', divide, [0, 0], Number.NaN, [Infinity, Number.NaN]],
];
