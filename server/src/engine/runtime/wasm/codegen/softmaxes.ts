/** The softmax and what is made of it as instructions, where they go along the last axes. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { knownAxes, type Shape, sizeOf } from '../../../ir/shape.ts';
import { reducedAxes } from '../../../kernels/reduce.ts';
import { keptShape } from '../../../operators/reductions/axes.ts';
import { logsumexp } from '../../../operators/reductions/reductions.ts';
import { logSoftmax, softmax } from '../../../operators/reductions/softmax.ts';
import { blockLength } from '../elementwiseOpcodes.ts';
import * as codes from '../opcodes.ts';
import type { Emit } from './instruction.ts';

export const softmaxes: readonly (readonly [Operator, Emit])[] = [
  [softmax, alongRows(codes.softmax, [-1])],
  [logSoftmax, alongRows(codes.logSoftmax, [-1])],
  [logsumexp, alongRows(codes.logSumExp, undefined)],
];

/** How many numbers of scratch it takes to go through a matrix row by row: a block of rows, and a number for each of them. */
export function rowScratch(columns: number): number {
  const rows = Math.max(1, Math.floor(blockLength / columns));
  return rows * columns + rows;
}

/** Whether a node is a softmax along the last axis alone, and of something. */
export function isSoftmaxOfRows(program: Program, node: NodeId): boolean {
  if (program.operator(node) !== softmax) return false;
  const shape = program.shape(node);
  const axes = knownAxes(program.attributes(node).axis ?? [-1], shape.length);
  return axes.length === 1 && axes[0] === shape.length - 1 && sizeOf(shape) > 0;
}

/** @param usualAxis the axes where no attribute says which ones. */
function alongRows(code: number, usualAxis: readonly number[] | undefined): Emit {
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
    const columns = lengthOfRows(shape, keptShape(shape, attributes.axis ?? usualAxis));
    if (columns === undefined || size === 0) return undefined;
    return [[code, size / columns, columns, operand, output, scratch(rowScratch(columns))]];
  };
}

/** Undefined where what is reduced is not in one piece. */
function lengthOfRows(shape: Shape, kept: Shape): number | undefined {
  const { lengths, steps } = reducedAxes(shape, kept);
  if (lengths.length === 0) return 1;
  const last = lengths.length - 1;
  return steps[last] === 0 && last < 2 ? lengths[last] : undefined;
}
