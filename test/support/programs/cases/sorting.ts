/** Test cases of sorting, and of indices for every line along an axis. */

import type { Attributes } from '../../../../server/src/engine/ir/operator.ts';
import type { Shape } from '../../../../server/src/engine/ir/shape.ts';
import type { Case, OperatorSpec, OperatorSpecs } from '../operatorCases.ts';
import { distinct, oneAxis } from './reductions.ts';

const sortCases: readonly Case[] = [
  { shapes: [[3]] },
  { shapes: [[2, 3]], attributes: { axis: [0] } },
  { shapes: [[2, 3, 2]], attributes: { axis: [-2], descending: true } },
];

const sorting: OperatorSpec = {
  cases: sortCases,
  attributes: (operands, choice) =>
    operands[0].length === 0
      ? undefined
      : { ...axisFromEnd(operands, choice), ...(choice % 3 === 0 && { descending: true }) },
  ...distinct,
};

/** Any axis of the operand, counted from the end. */
function axisFromEnd([operand]: readonly Shape[], choice: number): Attributes {
  return { axis: [oneAxis(operand, choice) - operand.length] };
}

export const sortingCases: OperatorSpecs = {
  sort: sorting,
  argsort: { ...sorting, cases: [] },
  topk: {
    cases: [
      { shapes: [[4]], attributes: { k: 2 } },
      { shapes: [[3, 2]], attributes: { k: 1, axis: [0] } },
      { shapes: [[2, 3, 2]], attributes: { k: 2, axis: [-2], largest: false } },
      { shapes: [[2, 3]], attributes: { k: 0 } },
    ],
    attributes: (operands, choice) =>
      operands[0].length === 0
        ? undefined
        : { k: 1 + (choice % 2), ...axisFromEnd(operands, choice), ...(choice % 3 === 0 && { largest: false }) },
    ...distinct,
  },
  take_along_axis: {
    cases: [
      { shapes: [[3], [4]], fixedOperands: { 1: [2, 0, 0, -1] } },
      {
        shapes: [
          [2, 3],
          [2, 2],
        ],
        fixedOperands: { 1: [-3, 2, 1, 1] },
      },
      {
        shapes: [
          [3, 2],
          [1, 2],
        ],
        attributes: { axis: [0] },
        fixedOperands: { 1: [2, -2] },
      },
    ],
    attributes: ([x], choice) => (x.length === 0 ? undefined : { axis: [oneAxis(x, choice)] }),
    fixedOperands: { 1: ([x], choice) => indicesFor(x, choice) },
  },
  add_along_axis: {
    cases: [
      { shapes: [[4], [4]], attributes: { shape: [3] }, fixedOperands: { 1: [2, 0, 0, -1] } },
      {
        shapes: [
          [2, 2],
          [2, 2],
        ],
        attributes: { axis: [0], shape: [3, 2] },
        fixedOperands: { 1: [-3, 2, 1, 1] },
      },
    ],
    attributes: ([x], choice) => {
      const axis = oneAxis(x, choice);
      return x.length === 0 ? undefined : { axis: [axis], shape: x.with(axis, 3) };
    },
    fixedOperands: { 1: ([x], choice) => ({ ...indicesFor(x, choice), shape: x }) },
  },
};

/** Indices −1 and 0, which every axis has. */
function indicesFor(shape: Shape, choice: number): { readonly shape: Shape; readonly values: readonly number[] } {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, values: Array.from({ length: size }, (_, i) => -((i * (choice + 1)) % 2)) };
}
