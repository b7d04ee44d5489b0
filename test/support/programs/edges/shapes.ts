/** Edge cases of shapes: empty axes, axes of length 1, negative axes, and broadcasting on both sides. */

import type { Attributes, Operator } from '../../../../server/src/engine/ir/operator.ts';
import { formatShape, isMismatch, type Shape, sizeOf } from '../../../../server/src/engine/ir/shape.ts';
import * as activations from '../../../../server/src/engine/operators/elementwise/activations.ts';
import * as arithmetic from '../../../../server/src/engine/operators/elementwise/arithmetic.ts';
import * as extrema from '../../../../server/src/engine/operators/elementwise/extrema.ts';
import { power } from '../../../../server/src/engine/operators/elementwise/power.ts';
import { where } from '../../../../server/src/engine/operators/elementwise/selection.ts';
import { crossEntropy } from '../../../../server/src/engine/operators/losses/crossEntropy.ts';
import * as losses from '../../../../server/src/engine/operators/losses/losses.ts';
import { argsort, sort } from '../../../../server/src/engine/operators/ordering/sorting.ts';
import { dot, matmul, outer } from '../../../../server/src/engine/operators/products.ts';
import * as extremaAlong from '../../../../server/src/engine/operators/reductions/axisExtrema.ts';
import { cumsum } from '../../../../server/src/engine/operators/reductions/cumulative.ts';
import { cumprod } from '../../../../server/src/engine/operators/reductions/cumulativeProduct.ts';
import * as deviations from '../../../../server/src/engine/operators/reductions/deviations.ts';
import * as logical from '../../../../server/src/engine/operators/reductions/logical.ts';
import { batchNorm, layerNorm } from '../../../../server/src/engine/operators/reductions/normalizations.ts';
import { prod } from '../../../../server/src/engine/operators/reductions/product.ts';
import * as reductions from '../../../../server/src/engine/operators/reductions/reductions.ts';
import { rmsNorm } from '../../../../server/src/engine/operators/reductions/rootMeanSquare.ts';
import { logSoftmax, softmax } from '../../../../server/src/engine/operators/reductions/softmax.ts';
import { flip } from '../../../../server/src/engine/operators/shapes/flipping.ts';
import { embedding, gather } from '../../../../server/src/engine/operators/shapes/indexing.ts';
import * as joining from '../../../../server/src/engine/operators/shapes/joining.ts';
import { pad } from '../../../../server/src/engine/operators/shapes/padding.ts';
import { expand, reshape, squeeze, sumTo, transpose } from '../../../../server/src/engine/operators/shapes/shaping.ts';
import { tril, triu } from '../../../../server/src/engine/operators/shapes/triangles.ts';
import type { EdgeCase } from '../edgeCases.ts';
import type { Tensor } from '../operatorCases.ts';

const alongAxes: readonly Operator[] = [
  ...Object.values(reductions),
  prod,
  ...Object.values(deviations),
  ...Object.values(extremaAlong),
  cumsum,
  cumprod,
  sort,
  argsort,
  flip,
  ...Object.values(logical),
  softmax,
  logSoftmax,
  layerNorm,
  rmsNorm,
];

/** Every axis of tensors with an empty axis, an axis of length 1 and neither, counted from both ends. */
const axes = alongAxes.flatMap((operator) =>
  [[0], [1], [2, 0], [0, 3], [2, 1], [1, 3], [2, 3], [2, 1, 2]].flatMap((shape) =>
    [...shape.keys()].flatMap((axis) =>
      [axis, axis - shape.length].flatMap((position) => edge(operator, [shape], { axis: [position] })),
    ),
  ),
);

const reducing = [...Object.values(reductions), prod, ...Object.values(deviations)].flatMap((operator) =>
  [[], [1], [1, 1], [0, 3]].flatMap((shape) => [{}, { keep: true }].flatMap((it) => edge(operator, [shape], it))),
);

const infix = [...Object.values(arithmetic), power].filter(({ symbol }) => symbol?.kind === 'infix');
const broadcasting = [...infix, extrema.maximum, extrema.minimum, ...Object.values(losses)].flatMap((operator) =>
  [
    [[3], [2, 1]],
    [
      [2, 1],
      [1, 3],
    ],
    [
      [2, 1, 3],
      [2, 1],
    ],
    [[1], []],
    [[0], [1]],
    [[0], []],
    [
      [0, 1],
      [1, 2],
    ],
  ].flatMap((shapes) => edge(operator, shapes, operator.isBroadcasting ? { reduction: 'sum' } : {})),
);

const broadcastThreefold = [where, extrema.clip, activations.hardtanh].flatMap((operator) =>
  [
    [[3], [2, 1], [1, 1, 1]],
    [[2, 1, 1], [3, 1], [2]],
    [[0], [1], []],
  ].flatMap((shapes) => edge(operator, shapes)),
);

const others: readonly EdgeCase[] = [
  edge(flip, [[0, 2]]),
  edge(pad, [[0, 2]], { pad_width: [1], value: 3 }),
  edge(pad, [[2, 0]], { pad_width: [1, 2], axis: [-1] }),
  edge(pad, [[2]], { pad_width: [0] }),
  edge(tril, [[0, 3]]),
  edge(tril, [[2, 3]], { k: -5 }),
  edge(triu, [[3, 2]], { k: 5 }),
  edge(triu, [[2, 0, 2]]),
  edge(matmul, [
    [2, 0],
    [0, 3],
  ]),
  edge(matmul, [
    [0, 2],
    [2, 3],
  ]),
  edge(matmul, [
    [1, 1],
    [1, 1],
  ]),
  edge(matmul, [[2], [2]]),
  edge(matmul, [
    [2, 1, 2, 3],
    [3, 3, 1],
  ]),
  edge(dot, [[0], [0]]),
  edge(dot, [[1], [1]]),
  edge(outer, [[0], [2]]),
  edge(outer, [[1], [2]]),
  edge(transpose, [[2, 3, 1]], { axis: [-1, 0, -2] }),
  edge(transpose, [[0, 3]]),
  edge(reshape, [[0, 3]], { shape: [3, 0, 2] }),
  edge(reshape, [[1, 1]], { shape: [] }),
  edge(squeeze, [[1, 3, 1]], { axis: [-1] }),
  edge(squeeze, [[1, 0]]),
  edge(expand, [[1]], { shape: [2, 0] }),
  edge(expand, [[1, 1]], { shape: [3, 2, 1] }),
  edge(sumTo, [[2, 0]], { shape: [1] }),
  edge(sumTo, [[2, 1, 3]], { shape: [1, 1] }),
  edge(joining.concat, [[0], [2], [0]]),
  edge(
    joining.concat,
    [
      [2, 0],
      [2, 1],
    ],
    { axis: [-1] },
  ),
  edge(joining.stack, [[1], [1]], { axis: [-2] }),
  edge(joining.stack, [[0], [0]]),
  edge(batchNorm, [[1, 2, 1, 1]]),
  edge(batchNorm, [[2, 1, 3]]),
  picked(gather, [counting([2, 3]), { shape: [0], values: [] }], { axis: [-1] }),
  picked(gather, [counting([2, 3]), { shape: [2], values: [-1, 0] }], { axis: [-2] }),
  picked(gather, [counting([1]), { shape: [], values: [-1] }], {}),
  picked(embedding, [{ shape: [0], values: [] }, counting([2, 3])], {}),
  picked(embedding, [{ shape: [2, 1], values: [1, 1] }, counting([2, 1])], {}),
  picked(crossEntropy, [counting([2, 1]), { shape: [2], values: [0, 0] }], { reduction: 'none' }),
  picked(crossEntropy, [counting([2, 2, 3]), { shape: [2, 2], values: [0, 2, 1, 0] }], { reduction: 'none' }),
  picked(crossEntropy, [counting([2, 0, 3]), { shape: [2, 0], values: [] }], { reduction: 'sum' }),
  picked(crossEntropy, [counting([3]), { shape: [], values: [-1] }], { ignore_index: -1, reduction: 'sum' }),
  picked(crossEntropy, [counting([2, 3]), { shape: [2], values: [2, 2] }], { ignore_index: 2 }),
  picked(crossEntropy, [counting([2, 3]), { shape: [2], values: [1, -1] }], { ignore_index: -1 }),
].flat();

export const shapeEdges: readonly EdgeCase[] = [
  ...axes,
  ...reducing,
  ...broadcasting,
  ...broadcastThreefold,
  ...others,
];

/** The operator on tensors of these shapes; nothing if it refuses them. */
function edge(operator: Operator, shapes: readonly Shape[], attributes: Attributes = {}): EdgeCase[] {
  if (isMismatch(operator.shape(shapes, attributes))) return [];
  const operands = shapes.map((shape, position) => sampled(operator, shape, position));
  return [{ name: nameOf(operator, shapes, attributes), operator, operands, attributes }];
}

function picked(operator: Operator, operands: readonly Tensor[], attributes: Attributes): EdgeCase {
  const shapes = operands.map(({ shape }) => shape);
  return { name: nameOf(operator, shapes, attributes), operator, operands, attributes };
}

function nameOf({ name }: Operator, shapes: readonly Shape[], attributes: Attributes): string {
  const known = Object.entries(attributes).map(([key, value]) => `, ${key} = ${value}`.replace('-', '−'));
  return `${name} of ${shapes.map(formatShape).join(' and ')}${known.join('')}`;
}

/** Different numbers from the intervals of an operand. */
function sampled({ sampleIntervals: intervals, isVariadic }: Operator, shape: Shape, position: number): Tensor {
  const [[low, high]] = intervals[isVariadic ? 0 : position].slice(-1);
  const values = Array.from(
    { length: sizeOf(shape) },
    (_, i) => low + (high - low) * ((0.37 + 0.29 * position + 0.618 * i) % 1),
  );
  return { shape, values };
}

function counting(shape: Shape): Tensor {
  return { shape, values: Array.from({ length: sizeOf(shape) }, (_, i) => i + 1) };
}
