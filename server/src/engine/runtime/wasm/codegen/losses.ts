/** Losses as instructions: the loss of each element or sample, and what a reduction makes of them. */

import type { Attributes, Operator } from '../../../ir/operator.ts';
import { broadcast, type Shape, sizeOf } from '../../../ir/shape.ts';
import { oneHot } from '../../../operators/layout/gather.ts';
import { crossEntropy } from '../../../operators/losses/crossEntropy.ts';
import { bce, bceWithLogits, hinge, huber, klDiv, mae, mse } from '../../../operators/losses/losses.ts';
import { leastLog, standardDelta } from '../../../operators/losses/lossRow.ts';
import * as steps from '../elementwiseOpcodes.ts';
import * as codes from '../opcodes.ts';
import { layoutOf } from './broadcastLayout.ts';
import { type ChainOperand, type ChainStep, chainInstruction } from './chain.ts';
import type { Emit, Instruction, Site } from './instruction.ts';
import { sumOfAll } from './reductions.ts';
import { rowScratch } from './softmaxes.ts';

/** Appends a step to a chain, and returns the place of what it makes. */
type Take = (code: number, ...operands: readonly number[]) => number;
/** The place of a number that is one for all. */
type Value = (number: number) => number;

/** The loss of an element, step by step in the order of its row in the table, given the places of prediction and target. */
type Formula = (take: Take, p: number, t: number, value: Value, attributes: Attributes) => number;

const formulas: readonly (readonly [Operator, Formula])[] = [
  [mse, (take, p, t) => take(steps.square, take(steps.subtract, p, t))],
  [mae, (take, p, t) => take(steps.abs, take(steps.subtract, p, t))],
  [
    huber,
    (take, p, t, value, { delta = standardDelta }) => {
      const distance = take(steps.abs, take(steps.subtract, p, t));
      const squared = take(steps.multiply, take(steps.multiply, value(0.5), distance), distance);
      const linear = take(steps.multiply, value(delta), take(steps.subtract, distance, value(0.5 * delta)));
      return take(steps.where, take(steps.less, distance, value(delta)), squared, linear);
    },
  ],
  [
    bce,
    (take, p, t, value) => {
      const logOfRest = take(steps.maximum, take(steps.log1p, take(steps.negate, p)), value(leastLog));
      const log = take(steps.maximum, take(steps.log, p), value(leastLog));
      const ofRest = take(steps.multiply, take(steps.subtract, t, value(1)), logOfRest);
      const loss = take(steps.subtract, ofRest, take(steps.multiply, t, log));
      const isProbability = take(
        steps.multiply,
        take(steps.greaterEqual, t, value(0)),
        take(steps.lessEqual, t, value(1)),
      );
      return take(steps.where, isProbability, loss, value(Number.NaN));
    },
  ],
  [
    bceWithLogits,
    (take, z, t, value) => {
      const linear = take(steps.subtract, take(steps.maximum, z, value(0)), take(steps.multiply, z, t));
      const small = take(steps.exp, take(steps.negate, take(steps.abs, z)));
      return take(steps.add, linear, take(steps.log1p, small));
    },
  ],
  [
    hinge,
    (take, score, t, value) =>
      take(steps.maximum, value(0), take(steps.subtract, value(1), take(steps.multiply, t, score))),
  ],
  [
    klDiv,
    (take, logQ, p, value) => {
      const entropy = take(steps.where, p, take(steps.multiply, p, take(steps.log, p)), value(0));
      return take(steps.subtract, entropy, take(steps.multiply, p, logQ));
    },
  ],
];

export const losses: readonly (readonly [Operator, Emit])[] = [
  ...formulas.map(([operator, formula]) => [operator, elementLosses(formula)] as const),
  [crossEntropy, crossEntropies],
  [oneHot, oneHots],
];

function elementLosses(formula: Formula): Emit {
  return ({ operands, output, shapes, attributes, scratch, numbers }) => {
    const shape = broadcast(shapes.operands) as Shape;
    const layout = layoutOf(shapes.operands, shape);
    const count = sizeOf(shape);
    if (layout === undefined || count === 0) return undefined;
    const all: ChainOperand[] = operands.map((address, position) => ({ lie: layout.lies[position], address }));
    const taken: ChainStep[] = [];
    const take: Take = (code, ...of) => {
      const place = all.push({ lie: 'register' }) - 1;
      taken.push({ code, operands: of, output: place });
      return place;
    };
    const value: Value = (number) => all.push({ lie: 'single', address: numbers([number]) }) - 1;
    const last = formula(take, 0, 1, value, attributes);
    const start = scratch(count + all.length * 2 * steps.blockLength);
    const isReduced = attributes.reduction !== 'none';
    all[last] = { lie: 'whole', address: isReduced ? start : output };
    const ofElements = chainInstruction(layout, all, taken, () => start + bytesPerNumber * count);
    return isReduced ? [ofElements, reduced(start, count, output, attributes)] : [ofElements];
  };
}

function crossEntropies({
  operands: [logits, target],
  output,
  shapes,
  attributes,
  softmax = 0,
  scratch,
}: Site): Instruction[] | undefined {
  const [logitsShape, targetShape] = shapes.operands;
  const size = sizeOf(logitsShape);
  if (size === 0) return undefined;
  const columns = logitsShape[logitsShape.length - 1];
  const rows = size / columns;
  const start = scratch(rows + 2 * rowScratch(columns) + roomToTurn);
  const isReduced = attributes.reduction !== 'none';
  const ofSamples = isReduced ? start : output;
  const isOfDistributions = targetShape.length === logitsShape.length;
  const code = isOfDistributions ? codes.crossEntropyOfDistributions : codes.crossEntropyOfClasses;
  const each = [code, rows, columns, logits, target, ofSamples, softmax, start + bytesPerNumber * rows];
  return isReduced ? [each, reduced(ofSamples, rows, output, attributes)] : [each];
}

function reduced(losses: number, count: number, output: number, { reduction }: Attributes): Instruction {
  return sumOfAll(losses, count, output, reduction === 'sum' ? 1 : count);
}

function oneHots({
  operands: [classes],
  output,
  shapes: {
    operands: [shape],
  },
  attributes: { count = 0 },
}: Site): Instruction[] {
  return [[codes.oneHot, sizeOf(shape), count, classes, output]];
}

/** Where there are up to 7 columns, each of them is as long as pairs of vectors, twice over, and so are their sums. */
const roomToTurn = (2 * 7 + 1) * 4;

const bytesPerNumber = Float64Array.BYTES_PER_ELEMENT;
