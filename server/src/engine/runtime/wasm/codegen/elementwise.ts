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
import * as opcodes from '../elementwiseOpcodes.ts';
import { broadcastLayoutOf } from './broadcastLayout.ts';
import { chainInstruction } from './chain.ts';
import type { Emitter, Instruction } from './instruction.ts';

/** The step of a chain that an operator is. */
export const elementwiseOpcodeOf: ReadonlyMap<Operator, number> = new Map<Operator, number>([
  [expand, opcodes.copy],
  [negate, opcodes.negate],
  [abs, opcodes.abs],
  [sqrt, opcodes.sqrt],
  [square, opcodes.square],
  [sign, opcodes.sign],
  [floor, opcodes.floor],
  [relu, opcodes.relu],
  [add, opcodes.add],
  [subtract, opcodes.subtract],
  [multiply, opcodes.multiply],
  [divide, opcodes.divide],
  [maximum, opcodes.maximum],
  [minimum, opcodes.minimum],
  [less, opcodes.less],
  [lessEqual, opcodes.lessEqual],
  [greater, opcodes.greater],
  [greaterEqual, opcodes.greaterEqual],
  [equal, opcodes.equal],
  [notEqual, opcodes.notEqual],
  [leakyRelu, opcodes.leakyRelu],
  [where, opcodes.where],
  [clip, opcodes.clip],
  [hardtanh, opcodes.hardtanh],
  [exp, opcodes.exp],
  [expm1, opcodes.expm1],
  [log, opcodes.log],
  [log1p, opcodes.log1p],
  [tanh, opcodes.tanh],
  [erf, opcodes.erf],
  [sigmoid, opcodes.sigmoid],
  [softplus, opcodes.softplus],
  [silu, opcodes.silu],
  [gelu, opcodes.gelu],
  [selu, opcodes.selu],
  [sin, opcodes.sin],
  [cos, opcodes.cos],
  [tan, opcodes.tan],
  [asin, opcodes.asin],
  [acos, opcodes.acos],
  [atan, opcodes.atan],
  [sinh, opcodes.sinh],
  [cosh, opcodes.cosh],
  [elu, opcodes.elu],
  [power, opcodes.power],
]);

/** A chain of one step. */
export function elementwiseEmitter(opcode: number): Emitter {
  return ({ operands, output, shapes, scratch }) => {
    const layout = broadcastLayoutOf(shapes.operands, shapes.output);
    if (layout === undefined) return undefined;
    if (sizeOf(shapes.output) === 0) return [];
    const chainOperands = operands.map((address, operandIndex) => ({
      layout: layout.operandLayouts[operandIndex],
      address,
    }));
    const op = { opcode, operands: operands.map((_, operandIndex) => operandIndex), output: operands.length };
    return [chainInstruction(layout, [...chainOperands, { layout: 'whole', address: output }], [op], scratch)];
  };
}

/** Each element of the one vector, as a column, times each of the other one, as a row. */
export const emitOuterProduct: Emitter = (context) => {
  const [[rows], [columns]] = context.shapes.operands;
  const shapes = { operands: [[rows, 1], [columns]], output: context.shapes.output };
  return elementwiseEmitter(opcodes.multiply)({ ...context, shapes });
};

/** Operators whose value has the elements of their operand, in the same order. */
export const viewOperators: readonly Operator[] = [identity, detach, reshape, squeeze];

/** An instruction that copies so many elements. */
export function copyInstruction(size: number, from: number, to: number): Instruction {
  const operands = [from, to].map((address) => ({ layout: 'whole', address }) as const);
  const op = { opcode: opcodes.copy, operands: [0], output: 1 };
  return chainInstruction({ rows: 1, columns: size }, operands, [op], () => 0);
}

export const emitCopy: Emitter = ({ operands: [operand], output, shapes }) => {
  const size = sizeOf(shapes.output);
  return size === 0 ? [] : [copyInstruction(size, operand, output)];
};
