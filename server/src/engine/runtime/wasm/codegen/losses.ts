/** Instruction selection for losses: fused operations for the loss of each element or sample, then the reduction. */

import type { Attributes, Operator } from '../../../ir/operator.ts';
import { broadcastShapes, type Shape, sizeOf } from '../../../ir/shape.ts';
import { crossEntropy } from '../../../operators/losses/crossEntropy.ts';
import { bce, bceWithLogits, hinge, huber, klDiv, mae, mse } from '../../../operators/losses/losses.ts';
import { defaultDelta, minLog } from '../../../operators/losses/lossOperator.ts';
import { oneHot } from '../../../operators/shapes/indexing.ts';
import { blockLength } from '../fusedElementwiseFormat.ts';
import * as elementwise from '../generated/elementwiseOpcodes.ts';
import * as instructionOpcodes from '../opcodes.ts';
import { broadcastLayoutOf } from './broadcastLayout.ts';
import { type ElementwiseOp, type FusedOperand, fusedElementwiseInstruction } from './fusedElementwise.ts';
import type { EmitContext, Emitter, Instruction } from './instruction.ts';
import { sumInstruction } from './reductions.ts';
import { rowScratchLength } from './softmaxes.ts';

/** Appends an operation and returns the index of its result. */
type EmitOp = (opcode: number, ...operands: readonly number[]) => number;
/** Returns the operand index of a constant. */
type EmitScalar = (number: number) => number;

/**
 * The loss of an element as elementwise operations, in the order of its formula in the operator table. `p` and `t` are
 * operand indices of prediction and target.
 */
type Formula = (emit: EmitOp, p: number, t: number, scalar: EmitScalar, attributes: Attributes) => number;

const formulas: readonly (readonly [Operator, Formula])[] = [
  [mse, (emit, p, t) => emit(elementwise.square, emit(elementwise.subtract, p, t))],
  [mae, (emit, p, t) => emit(elementwise.abs, emit(elementwise.subtract, p, t))],
  [
    huber,
    (emit, p, t, scalar, { delta = defaultDelta }) => {
      const distance = emit(elementwise.abs, emit(elementwise.subtract, p, t));
      const squared = emit(elementwise.multiply, emit(elementwise.multiply, scalar(0.5), distance), distance);
      const linear = emit(
        elementwise.multiply,
        scalar(delta),
        emit(elementwise.subtract, distance, scalar(0.5 * delta)),
      );
      return emit(elementwise.where, emit(elementwise.less, distance, scalar(delta)), squared, linear);
    },
  ],
  [
    bce,
    (emit, p, t, scalar) => {
      const logComplement = emit(
        elementwise.maximum,
        emit(elementwise.log1p, emit(elementwise.negate, p)),
        scalar(minLog),
      );
      const log = emit(elementwise.maximum, emit(elementwise.log, p), scalar(minLog));
      const complementTerm = emit(elementwise.multiply, emit(elementwise.subtract, t, scalar(1)), logComplement);
      const loss = emit(elementwise.subtract, complementTerm, emit(elementwise.multiply, t, log));
      const isProbability = emit(
        elementwise.multiply,
        emit(elementwise.greaterEqual, t, scalar(0)),
        emit(elementwise.lessEqual, t, scalar(1)),
      );
      return emit(elementwise.where, isProbability, loss, scalar(Number.NaN));
    },
  ],
  [
    bceWithLogits,
    (emit, z, t, scalar) => {
      const linear = emit(
        elementwise.subtract,
        emit(elementwise.maximum, z, scalar(0)),
        emit(elementwise.where, t, emit(elementwise.multiply, z, t), scalar(0)),
      );
      const small = emit(elementwise.exp, emit(elementwise.negate, emit(elementwise.abs, z)));
      return emit(elementwise.add, linear, emit(elementwise.log1p, small));
    },
  ],
  [
    hinge,
    (emit, score, t, scalar) =>
      emit(elementwise.maximum, scalar(0), emit(elementwise.subtract, scalar(1), emit(elementwise.multiply, t, score))),
  ],
  [
    klDiv,
    (emit, logQ, p, scalar) => {
      const entropy = emit(elementwise.where, p, emit(elementwise.multiply, p, emit(elementwise.log, p)), scalar(0));
      return emit(elementwise.subtract, entropy, emit(elementwise.multiply, p, logQ));
    },
  ],
];

export const losses: readonly (readonly [Operator, Emitter])[] = [
  ...formulas.map(([operator, formula]) => [operator, elementwiseLossEmitter(formula)] as const),
  [crossEntropy, emitCrossEntropy],
  [oneHot, emitOneHot],
];

function elementwiseLossEmitter(formula: Formula): Emitter {
  return ({ operands, output, shapes, attributes, scratch, constants }) => {
    const shape = broadcastShapes(shapes.operands) as Shape;
    const layout = broadcastLayoutOf(shapes.operands, shape);
    const count = sizeOf(shape);
    if (layout === undefined || count === 0) return undefined;
    const fusedOperands: FusedOperand[] = operands.map((address, operandIndex) => ({
      layout: layout.operandLayouts[operandIndex],
      address,
    }));
    const ops: ElementwiseOp[] = [];
    const emit: EmitOp = (opcode, ...inputs) => {
      const register = fusedOperands.push({ layout: 'register' }) - 1;
      ops.push({ opcode, operands: inputs, output: register });
      return register;
    };
    const scalar: EmitScalar = (number) => fusedOperands.push({ layout: 'scalar', address: constants([number]) }) - 1;
    const result = formula(emit, 0, 1, scalar, attributes);
    const lossesAddress = scratch(count + fusedOperands.length * 2 * blockLength);
    const isReduced = attributes.reduction !== 'none';
    fusedOperands[result] = { layout: 'full', address: isReduced ? lossesAddress : output };
    const lossInstruction = fusedElementwiseInstruction(
      layout,
      fusedOperands,
      ops,
      () => lossesAddress + bytesPerElement * count,
    );
    return isReduced ? [lossInstruction, reduceLosses(lossesAddress, count, output, attributes)] : [lossInstruction];
  };
}

function emitCrossEntropy({
  operands: [logits, target],
  output,
  shapes,
  attributes,
  softmax = 0,
  scratch,
}: EmitContext): Instruction[] | undefined {
  const [logitsShape, targetShape] = shapes.operands;
  const size = sizeOf(logitsShape);
  if (size === 0 || attributes.ignore_index !== undefined) return undefined;
  const columns = logitsShape[logitsShape.length - 1];
  const rows = size / columns;
  const lossesAddress = scratch(rows + 2 * rowScratchLength(columns) + transposeScratchLength);
  const isReduced = attributes.reduction !== 'none';
  const sampleLosses = isReduced ? lossesAddress : output;
  const hasDistributions = targetShape.length === logitsShape.length;
  const opcode = hasDistributions
    ? instructionOpcodes.crossEntropyOfDistributions
    : instructionOpcodes.crossEntropyOfClasses;
  const lossInstruction = [
    opcode,
    rows,
    columns,
    logits,
    target,
    sampleLosses,
    softmax,
    lossesAddress + bytesPerElement * rows,
  ];
  return isReduced ? [lossInstruction, reduceLosses(sampleLosses, rows, output, attributes)] : [lossInstruction];
}

function reduceLosses(losses: number, count: number, output: number, { reduction }: Attributes): Instruction {
  return sumInstruction(losses, count, output, reduction === 'sum' ? 1 : count);
}

function emitOneHot({
  operands: [classes],
  output,
  shapes: {
    operands: [shape],
  },
  attributes: { count = 0 },
}: EmitContext): Instruction[] {
  return [[instructionOpcodes.oneHot, sizeOf(shape), count, classes, output]];
}

/** For up to 7 columns: two buffers of transposed columns and their sums, each padded to pairs of vectors. */
const transposeScratchLength = (2 * 7 + 1) * 4;

const bytesPerElement = Float64Array.BYTES_PER_ELEMENT;
