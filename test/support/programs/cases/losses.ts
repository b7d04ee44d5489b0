/** How losses are tried. */

import { type Reduction, reductions } from '../../../../server/src/engine/ir/operator.ts';
import { type Shape, sizeOf } from '../../../../server/src/engine/ir/shape.ts';
import type { Case, Tensor, Trial, Trials } from '../operatorCases.ts';

const pairsOfShapes: readonly (readonly Shape[])[] = [
  [[], []],
  [[2, 2], []],
  [[3], [2, 3]],
  [
    [2, 1],
    [1, 3],
  ],
];

/** A loss of each element: every way to broadcast, every reduction. */
const elementwise: Trial = {
  cases: pairsOfShapes.flatMap((shapes) => withEachReduction({ shapes })),
  attributes: (_, dial) => ({ reduction: reductionOf(dial) }),
};

const deltas = [0.5, 1, 2.5];

const huber: Trial = {
  cases: [
    ...elementwise.cases,
    ...deltas.map((delta): Case => ({ shapes: [[2, 3], [3]], attributes: { reduction: 'none', delta } })),
  ],
  attributes: (_, dial) => (dial % 4 === 0 ? {} : { reduction: reductionOf(dial), delta: deltas[dial % 2] }),
};

const hinge: Trial = {
  ...elementwise,
  given: { 1: ([score], dial) => filled(dial % 2 ? score : score.slice(1), (place) => ((place + dial) % 3 ? 1 : -1)) },
};

const crossEntropy: Trial = {
  cases: [
    { shapes: [[3], []], given: { 1: [2] } },
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
    },
    { shapes: [[3], [3]] },
    { shapes: [[4, 3], [4]], given: { 1: [0, 2, 2, 1] } },
  ].flatMap(withEachReduction),
  attributes: (_, dial) => ({ reduction: reductionOf(dial) }),
  given: { 1: ([logits], dial) => (dial % 2 ? classes(logits, dial) : filled(logits, (place) => 0.1 * (place + 1))) },
};

export const lossCases: Trials = {
  mse: elementwise,
  mae: elementwise,
  huber,
  bce: elementwise,
  bce_with_logits: elementwise,
  hinge,
  kl_div: elementwise,
  cross_entropy: crossEntropy,
};

function withEachReduction(given: Case): Case[] {
  return reductions.map((reduction) => ({ ...given, attributes: { reduction } }));
}

function reductionOf(dial: number): Reduction {
  return reductions[dial % reductions.length];
}

function filled(shape: Shape, valueAt: (place: number) => number): Tensor {
  return { shape, values: Array.from({ length: sizeOf(shape) }, (_, place) => valueAt(place)) };
}

/** A class for each row of logits. */
function classes(logits: Shape, dial: number): Tensor {
  const count = logits.at(-1) ?? 1;
  return filled(logits.slice(0, -1), (place) => (place * 2 + dial) % count);
}
