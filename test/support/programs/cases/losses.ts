/** Test cases of losses. */

import { type Reduction, reductions } from '../../../../server/src/engine/ir/operator.ts';
import { type Shape, sizeOf } from '../../../../server/src/engine/ir/shape.ts';
import type { Case, OperatorSpec, OperatorSpecs, Tensor } from '../operatorCases.ts';

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
const elementwise: OperatorSpec = {
  cases: pairsOfShapes.flatMap((shapes) => withEachReduction({ shapes })),
  attributes: (_, choice) => ({ reduction: reductionOf(choice) }),
};

const deltas = [0.5, 1, 2.5];

const huber: OperatorSpec = {
  cases: [
    ...elementwise.cases,
    ...deltas.map((delta): Case => ({ shapes: [[2, 3], [3]], attributes: { reduction: 'none', delta } })),
  ],
  attributes: (_, choice) => (choice % 4 === 0 ? {} : { reduction: reductionOf(choice), delta: deltas[choice % 2] }),
};

const hinge: OperatorSpec = {
  ...elementwise,
  fixedOperands: {
    1: ([score], choice) => filled(choice % 2 ? score : score.slice(1), (index) => ((index + choice) % 3 ? 1 : -1)),
  },
};

const crossEntropy: OperatorSpec = {
  cases: [
    { shapes: [[3], []], fixedOperands: { 1: [2] } },
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
    },
    { shapes: [[3], [3]] },
    { shapes: [[4, 3], [4]], fixedOperands: { 1: [0, 2, 2, 1] } },
    {
      shapes: [
        [2, 2, 3],
        [2, 2],
      ],
      fixedOperands: { 1: [0, 2, 2, 1] },
    },
    {
      shapes: [
        [2, 1, 3],
        [2, 1, 3],
      ],
    },
    { shapes: [[4, 3], [4]], attributes: { ignore_index: -100 }, fixedOperands: { 1: [0, -100, 2, -100] } },
    {
      shapes: [
        [2, 2, 3],
        [2, 2],
      ],
      attributes: { ignore_index: 1 },
      fixedOperands: { 1: [0, 1, 2, 1] },
    },
  ].flatMap(withEachReduction),
  attributes: ([logits, target], choice) => ({
    reduction: reductionOf(choice),
    ...(choice % 5 === 0 && target && target.length < logits.length && { ignore_index: 1 }),
  }),
  fixedOperands: {
    1: ([logits], choice) => (choice % 2 ? classes(logits, choice) : filled(logits, (index) => 0.1 * (index + 1))),
  },
};

export const lossCases: OperatorSpecs = {
  mse: elementwise,
  mae: elementwise,
  huber,
  bce: elementwise,
  bce_with_logits: elementwise,
  hinge,
  kl_div: elementwise,
  cross_entropy: crossEntropy,
};

function withEachReduction(one: Case): Case[] {
  return reductions.map((reduction) => ({ ...one, attributes: { ...one.attributes, reduction } }));
}

function reductionOf(choice: number): Reduction {
  return reductions[choice % reductions.length];
}

function filled(shape: Shape, valueAt: (index: number) => number): Tensor {
  return { shape, values: Array.from({ length: sizeOf(shape) }, (_, index) => valueAt(index)) };
}

/** A class for each row of logits. */
function classes(logits: Shape, choice: number): Tensor {
  const count = logits.at(-1) ?? 1;
  return filled(logits.slice(0, -1), (index) => (index * 2 + choice) % count);
}
