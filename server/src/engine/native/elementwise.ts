/** The elementwise operators that have kernels, and how a node of one becomes an instruction by itself. */

import * as codes from '../kernels/steps.ts';
import type { Operator } from '../operator.ts';
import { leakyRelu, relu } from '../ops/activations.ts';
import {
  add,
  divide,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  multiply,
  negate,
  notEqual,
  subtract,
  where,
} from '../ops/arithmetic.ts';
import { clip, hardtanh, maximum, minimum } from '../ops/extrema.ts';
import { abs, floor, sign, sqrt, square } from '../ops/functions.ts';
import { sizeOf } from '../shape.ts';
import { chainInstruction } from './chain.ts';
import type { Emit } from './instruction.ts';
import { layoutOf } from './lies.ts';

/** The step of a chain that an operator is. */
export const stepOf: ReadonlyMap<Operator, number> = new Map<Operator, number>([
  [negate, codes.negate],
  [abs, codes.abs],
  [sqrt, codes.sqrt],
  [square, codes.square],
  [sign, codes.sign],
  [floor, codes.floor],
  [relu, codes.relu],
  [add, codes.add],
  [subtract, codes.subtract],
  [multiply, codes.multiply],
  [divide, codes.divide],
  [maximum, codes.maximum],
  [minimum, codes.minimum],
  [less, codes.less],
  [lessEqual, codes.lessEqual],
  [greater, codes.greater],
  [greaterEqual, codes.greaterEqual],
  [equal, codes.equal],
  [notEqual, codes.notEqual],
  [leakyRelu, codes.leakyRelu],
  [where, codes.where],
  [clip, codes.clip],
  [hardtanh, codes.hardtanh],
]);

/** A chain of one step. */
export function chainOfOne(code: number): Emit {
  return ({ operands, output, shapes, scratch }) => {
    const layout = layoutOf(shapes.operands, shapes.output);
    if (layout === undefined) return undefined;
    if (sizeOf(shapes.output) === 0) return [];
    const all = operands.map((address, position) => ({ lie: layout.lies[position], address }));
    const step = { code, operands: operands.map((_, position) => position), output: operands.length };
    return [chainInstruction(layout, [...all, { lie: 'whole', address: output }], [step], scratch, 8)];
  };
}
