/** The elementwise operators that have kernels, and how a node of one becomes an instruction by itself. */

import type { Operator } from '../../../ir/operator.ts';
import { sizeOf } from '../../../ir/shape.ts';
import {
  elu,
  gelu,
  leakyRelu,
  relu,
  selu,
  sigmoid,
  silu,
  softplus,
} from '../../../operators/elementwise/activations.ts';
import {
  add,
  divide,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  multiply,
  negate,
  notEqual,
  power,
  subtract,
  where,
} from '../../../operators/elementwise/arithmetic.ts';
import { clip, hardtanh, maximum, minimum } from '../../../operators/elementwise/extrema.ts';
import {
  abs,
  acos,
  asin,
  atan,
  cos,
  cosh,
  erf,
  exp,
  expm1,
  floor,
  log1p,
  sign,
  sin,
  sinh,
  sqrt,
  square,
  tan,
  tanh,
} from '../../../operators/elementwise/functions.ts';
import { expand, reshape, squeeze } from '../../../operators/layout/shaping.ts';
import { detach, identity } from '../../../operators/leaves.ts';
import * as codes from '../elementwiseOpcodes.ts';
import { layoutOf } from './broadcastLayout.ts';
import { chainInstruction } from './chain.ts';
import type { Emit, Instruction } from './instruction.ts';

/** The step of a chain that an operator is. */
export const stepOf: ReadonlyMap<Operator, number> = new Map<Operator, number>([
  [expand, codes.copy],
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
  [exp, codes.exp],
  [expm1, codes.expm1],
  [log, codes.log],
  [log1p, codes.log1p],
  [tanh, codes.tanh],
  [erf, codes.erf],
  [sigmoid, codes.sigmoid],
  [softplus, codes.softplus],
  [silu, codes.silu],
  [gelu, codes.gelu],
  [selu, codes.selu],
  [sin, codes.sin],
  [cos, codes.cos],
  [tan, codes.tan],
  [asin, codes.asin],
  [acos, codes.acos],
  [atan, codes.atan],
  [sinh, codes.sinh],
  [cosh, codes.cosh],
  [elu, codes.elu],
  [power, codes.power],
]);

/** A chain of one step. */
export function chainOfOne(code: number): Emit {
  return ({ operands, output, shapes, scratch }) => {
    const layout = layoutOf(shapes.operands, shapes.output);
    if (layout === undefined) return undefined;
    if (sizeOf(shapes.output) === 0) return [];
    const all = operands.map((address, position) => ({ lie: layout.lies[position], address }));
    const step = { code, operands: operands.map((_, position) => position), output: operands.length };
    return [chainInstruction(layout, [...all, { lie: 'whole', address: output }], [step], scratch)];
  };
}

/** Each element of the one vector, as a column, times each of the other one, as a row. */
export const outerProduct: Emit = (site) => {
  const [[rows], [columns]] = site.shapes.operands;
  const shapes = { operands: [[rows, 1], [columns]], output: site.shapes.output };
  return chainOfOne(codes.multiply)({ ...site, shapes });
};

/** Operators whose value has the elements of their operand, in the same order. */
export const renamings: readonly Operator[] = [identity, detach, reshape, squeeze];

/** An instruction that copies so many elements. */
export function copyInstruction(size: number, from: number, to: number): Instruction {
  const operands = [from, to].map((address) => ({ lie: 'whole', address }) as const);
  const step = { code: codes.copy, operands: [0], output: 1 };
  return chainInstruction({ rows: 1, columns: size }, operands, [step], () => 0);
}

export const copied: Emit = ({ operands: [operand], output, shapes }) => {
  const size = sizeOf(shapes.output);
  return size === 0 ? [] : [copyInstruction(size, operand, output)];
};
