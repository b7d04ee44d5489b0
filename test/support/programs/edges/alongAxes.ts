/**
 * Edge cases of axis operators: ties, overflows, infinities and empty axes, with PyTorch's value and the gradient of
 * its sum.
 */

import type { Attributes, Operator } from '../../../../server/src/engine/ir/operator.ts';
import type { Shape } from '../../../../server/src/engine/ir/shape.ts';
import { argsort, sort, topk } from '../../../../server/src/engine/operators/ordering/sorting.ts';
import { amax, amin, argmax, argmin } from '../../../../server/src/engine/operators/reductions/axisExtrema.ts';
import { cumsum } from '../../../../server/src/engine/operators/reductions/cumulative.ts';
import { cumprod } from '../../../../server/src/engine/operators/reductions/cumulativeProduct.ts';
import { norm, standardDeviation, variance } from '../../../../server/src/engine/operators/reductions/deviations.ts';
import { groupNorm } from '../../../../server/src/engine/operators/reductions/groupNormalization.ts';
import { all, any } from '../../../../server/src/engine/operators/reductions/logical.ts';
import { batchNorm, layerNorm } from '../../../../server/src/engine/operators/reductions/normalizations.ts';
import { logsumexp, mean, sum } from '../../../../server/src/engine/operators/reductions/reductions.ts';
import { rmsNorm } from '../../../../server/src/engine/operators/reductions/rootMeanSquare.ts';
import { logSoftmax, softmax } from '../../../../server/src/engine/operators/reductions/softmax.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const rows = { axis: [0] };

/** The value, and the gradient of the sum of its elements. */
export type AxisEdge = readonly [
  name: string,
  operator: Operator,
  shape: Shape,
  operand: number[],
  attributes: Attributes,
  value: number[],
  gradient: number[],
];

export const axisEdges: readonly AxisEdge[] = [
  ['softmax of ±1000', softmax, [2], [1000, -1000], {}, [1, 0], [0, 0]],
  ['softmax with an entry of −∞', softmax, [3], [-inf, 1, 1], {}, [0, 0.5, 0.5], [0, 0, 0]],
  ['softmax of only −∞', softmax, [2], [-inf, -inf], {}, [nan, nan], [nan, nan]],
  ['softmax with an entry of ∞', softmax, [2], [inf, 1], {}, [nan, nan], [nan, nan]],
  ['softmax along an axis of length 1', softmax, [2, 1], [5, -7], {}, [1, 1], [0, 0]],
  ['softmax of an empty tensor', softmax, [2, 0], [], {}, [], []],
  ['log_softmax of ±1000', logSoftmax, [2], [1000, -1000], {}, [0, -2000], [-1, 1]],
  ['log_softmax with an entry of −∞', logSoftmax, [2], [-inf, 1], {}, [-inf, 0], [1, -1]],
  ['log_softmax of only −∞', logSoftmax, [2], [-inf, -inf], {}, [nan, nan], [nan, nan]],
  ['logsumexp of 1000 and 1000', logsumexp, [2], [1000, 1000], {}, [1000 + Math.LN2], [0.5, 0.5]],
  ['logsumexp of only −∞', logsumexp, [2], [-inf, -inf], {}, [-inf], [nan, nan]],
  ['logsumexp with an entry of −∞', logsumexp, [2], [-inf, 2], {}, [2], [0, 1]],
  ['logsumexp with an entry of ∞', logsumexp, [2], [inf, 1], {}, [inf], [nan, 0]],
  ['logsumexp of ∞ and −∞', logsumexp, [2], [inf, -inf], {}, [inf], [nan, 0]],
  ['logsumexp of NaN', logsumexp, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['logsumexp along an empty axis', logsumexp, [2, 0], [], { axis: [1] }, [-inf, -inf], []],
  ['norm at the zero vector', norm, [2], [0, 0], {}, [0], [0, 0]],
  ['norm of one row of zeros', norm, [2, 2], [0, 0, 3, 4], { axis: [1] }, [0, 5], [0, 0, 0.6, 0.8]],
  ['norm of a scalar', norm, [], [-3], {}, [3], [-1]],
  ['norm with an entry of ∞', norm, [2], [-inf, 1], {}, [inf], [nan, 0]],
  ['norm of NaN', norm, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['norm of NaN and ∞', norm, [2], [nan, inf], {}, [nan], [nan, nan]],
  ['norm along an empty axis', norm, [2, 0], [], { axis: [1] }, [0, 0], []],
  ['var of one element', variance, [1], [5], {}, [0], [0]],
  ['var of a scalar', variance, [], [5], {}, [0], [0]],
  ['var along an axis of length 1', variance, [2, 1], [5, 6], { axis: [-1] }, [0, 0], [0, 0]],
  ['var far from 0', variance, [2], [1e9, 1e9 + 2], {}, [1], [-1, 1]],
  ['var of NaN', variance, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['var with an entry of ∞', variance, [2], [inf, 1], {}, [nan], [nan, -inf]],
  ['var of an empty tensor', variance, [0], [], {}, [nan], []],
  ['std of two equal elements', standardDeviation, [2], [3, 3], {}, [0], [0, 0]],
  ['std of one element', standardDeviation, [1], [5], {}, [0], [0]],
  ['std of NaN', standardDeviation, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['std of an empty tensor', standardDeviation, [0], [], {}, [nan], []],
  ['max along axes at a tie', amax, [3], [5, 5, 1], {}, [5], [0.5, 0.5, 0]],
  ['max at ties over an axis', amax, [3, 2], [1, 4, 1, 5, 1, 5], rows, [1, 5], [1 / 3, 0, 1 / 3, 0.5, 1 / 3, 0.5]],
  ['max of only −∞', amax, [2], [-inf, -inf], {}, [-inf], [0.5, 0.5]],
  ['max of a NaN', amax, [3], [1, nan, 2], {}, [nan], [nan, nan, nan]],
  ['max of a NaN in one column', amax, [2, 2], [1, nan, 2, 3], rows, [2, nan], [0, nan, 1, nan]],
  ['max along the other axis of an empty tensor', amax, [2, 0], [], rows, [], []],
  ['min along axes at a tie', amin, [3], [5, 1, 1], {}, [1], [0, 0.5, 0.5]],
  ['min of a NaN', amin, [2], [nan, 1], {}, [nan], [nan, nan]],
  ['argmax at a tie', argmax, [3], [1, 5, 5], {}, [1], [0, 0, 0]],
  ['argmax of NaNs', argmax, [4], [inf, nan, 5, nan], {}, [1], [0, 0, 0, 0]],
  ['argmax of only −∞', argmax, [2], [-inf, -inf], rows, [0], [0, 0]],
  ['argmax over all elements', argmax, [2, 2], [1, 2, 4, 3], {}, [2], [0, 0, 0, 0]],
  ['argmax along an outer axis', argmax, [2, 3], [1, 5, 3, 4, 2, 6], { axis: [-2] }, [1, 0, 1], [0, 0, 0, 0, 0, 0]],
  ['argmax of a scalar', argmax, [], [3], {}, [0], [0]],
  ['argmin at a tie', argmin, [3], [5, 1, 1], {}, [1], [0, 0, 0]],
  ['argmin of NaNs', argmin, [4], [-inf, nan, 5, nan], {}, [1], [0, 0, 0, 0]],
  ['argmin along an outer axis', argmin, [2, 2], [1, 5, 4, 2], rows, [0, 1], [0, 0, 0, 0]],
  ['any of zeros', any, [3], [0, -0, 0], {}, [0], [0, 0, 0]],
  ['any of a NaN', any, [2], [0, nan], {}, [1], [0, 0]],
  ['any of an empty tensor', any, [0], [], {}, [0], []],
  ['any along an empty axis', any, [2, 0], [], { axis: [1] }, [0, 0], []],
  ['all of a NaN', all, [2], [2, nan], {}, [1], [0, 0]],
  ['all with a −0', all, [2], [2, -0], {}, [0], [0, 0]],
  ['all along rows', all, [2, 2], [1, 0, 1, 2], rows, [1, 0], [0, 0, 0, 0]],
  ['all of an empty tensor', all, [0], [], {}, [1], []],
  ['all along an empty axis', all, [2, 0], [], { axis: [1] }, [1, 1], []],
  ['cumprod with one zero', cumprod, [4], [2, 0, 3, 4], rows, [2, 0, 0, 0], [1, 32, 0, 0]],
  ['cumprod with two zeros', cumprod, [4], [2, 0, 3, 0], rows, [2, 0, 0, 0], [1, 8, 0, 0]],
  [
    'cumprod along an outer axis',
    cumprod,
    [3, 2],
    [1, 2, 3, 4, 5, 6],
    rows,
    [1, 2, 3, 8, 15, 48],
    [19, 29, 6, 14, 3, 8],
  ],
  ['cumprod of an empty tensor', cumprod, [0], [], rows, [], []],
  ['sort at ties', sort, [4], [2, 1, 2, 1], {}, [1, 1, 2, 2], [1, 1, 1, 1]],
  ['sort of NaN and infinities', sort, [5], [nan, inf, 1, nan, -inf], {}, [-inf, 1, inf, nan, nan], [1, 1, 1, 1, 1]],
  ['sort in descending order', sort, [3], [1, nan, 2], { descending: true }, [nan, 2, 1], [1, 1, 1]],
  ['sort along an outer axis', sort, [2, 2], [3, 1, 2, 4], rows, [2, 1, 3, 4], [1, 1, 1, 1]],
  ['sort of an empty tensor', sort, [2, 0], [], {}, [], []],
  ['argsort at ties', argsort, [4], [2, 1, 2, 1], {}, [1, 3, 0, 2], [0, 0, 0, 0]],
  ['argsort at ties in descending order', argsort, [3], [1, 2, 2], { descending: true }, [1, 2, 0], [0, 0, 0]],
  ['argsort of 0 and −0', argsort, [3], [0, -0, 0], {}, [0, 1, 2], [0, 0, 0]],
  ['topk at a tie', topk, [4], [1, 3, 3, 3], { k: 2 }, [3, 3], [0, 1, 1, 0]],
  ['topk of NaN', topk, [3], [1, nan, 2], { k: 2 }, [nan, 2], [0, 1, 1]],
  ['topk of the smallest', topk, [3], [3, nan, 2], { k: 2, largest: false }, [2, 3], [1, 0, 1]],
  ['topk of none', topk, [2, 2], [1, 2, 3, 4], { k: 0 }, [], [0, 0, 0, 0]],
  ['cumsum of ∞ and NaN', cumsum, [4], [1, inf, 2, nan], rows, [1, inf, inf, nan], [4, 3, 2, 1]],
  ['cumsum along an outer axis', cumsum, [2, 2], [1, 2, 3, 4], rows, [1, 2, 4, 6], [2, 2, 1, 1]],
  ['cumsum in reverse', cumsum, [3], [1, 2, 3], { axis: [0], reverse: true }, [6, 5, 3], [1, 2, 3]],
  ['cumsum of an empty tensor', cumsum, [0], [], rows, [], []],
  ['layer_norm of equal elements', layerNorm, [3], [0.1, 0.1, 0.1], {}, [0, 0, 0], [0, 0, 0]],
  ['layer_norm of an empty tensor', layerNorm, [2, 0], [], {}, [], []],
  ['rms_norm of zeros', rmsNorm, [2], [0, 0], { eps: 0.25 }, [0, 0], [2, 2]],
  ['rms_norm of equal elements', rmsNorm, [2], [3, 3], { eps: 7 }, [0.75, 0.75], [0.109375, 0.109375]],
  ['rms_norm of NaN', rmsNorm, [2], [nan, 1], {}, [nan, nan], [nan, nan]],
  ['rms_norm of an empty tensor', rmsNorm, [2, 0], [], {}, [], []],
  ['group_norm of equal elements', groupNorm, [1, 4], [1, 1, 2, 2], { groups: 2 }, [0, 0, 0, 0], [0, 0, 0, 0]],
  ['group_norm of an empty batch', groupNorm, [0, 4], [], { groups: 2 }, [], []],
  ['batch_norm of one sample', batchNorm, [1, 2], [5, -5], {}, [0, 0], [0, 0]],
  ['sum of an empty tensor', sum, [0], [], {}, [0], []],
  ['mean of an empty tensor', mean, [0], [], {}, [nan], []],
];
