/** Instruction selection for softmax and its relatives along the last axes. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { requireAxes, type Shape, sizeOf } from '../../../ir/shape.ts';
import { keepDimsShape } from '../../../operators/reductions/axes.ts';
import { logsumexp } from '../../../operators/reductions/reductions.ts';
import { logSoftmax, softmax } from '../../../operators/reductions/softmax.ts';
import { reducedAxes } from '../../../tensorLoops/reduce.ts';
import { blockLength } from '../fusedElementwiseFormat.ts';
import * as instructionOpcodes from '../opcodes.ts';
import type { Emitter } from './instruction.ts';

export const softmaxes: readonly (readonly [Operator, Emitter])[] = [
  [softmax, softmaxEmitter(instructionOpcodes.softmax, [-1])],
  [logSoftmax, softmaxEmitter(instructionOpcodes.logSoftmax, [-1])],
  [logsumexp, softmaxEmitter(instructionOpcodes.logSumExp, undefined)],
];

/** Scratch elements for processing a matrix by rows: a block of rows, and one number per row. */
export function rowScratchLength(columns: number): number {
  const rows = Math.max(1, Math.floor(blockLength / columns));
  return rows * columns + rows;
}

/** True if a node is a softmax along the last axis alone, of a tensor that isn't empty. */
export function isRowSoftmax(program: Program, node: NodeId): boolean {
  if (program.operator(node) !== softmax) return false;
  const shape = program.shape(node);
  const axes = requireAxes(program.attributes(node).axis ?? [-1], shape.length);
  return axes.length === 1 && axes[0] === shape.length - 1 && sizeOf(shape) > 0;
}

/** @param defaultAxis the axes if there is no attribute. */
function softmaxEmitter(opcode: number, defaultAxis: readonly number[] | undefined): Emitter {
  return ({
    operands: [operand],
    output,
    shapes: {
      operands: [shape],
    },
    attributes,
    scratch,
  }) => {
    const size = sizeOf(shape);
    const columns = rowLengthOf(shape, keepDimsShape(shape, attributes.axis ?? defaultAxis));
    if (columns === undefined || size === 0) return undefined;
    return [[opcode, size / columns, columns, operand, output, scratch(rowScratchLength(columns))]];
  };
}

/** Undefined if the reduced axes are not contiguous. */
function rowLengthOf(shape: Shape, reducedShape: Shape): number | undefined {
  const { lengths, outputStrides } = reducedAxes(shape, reducedShape);
  if (lengths.length === 0) return 1;
  const last = lengths.length - 1;
  return outputStrides[last] === 0 && last < 2 ? lengths[last] : undefined;
}
