/** A program as flat arrays, in which form it crosses to a worker, and back. */

import { type Attributes, isEmpty } from './operator.ts';
import { constant } from './ops/leaves.ts';
import { operators } from './ops.ts';
import { type NodeId, Program } from './program.ts';

export interface FlatProgram {
  /** The operator of each node, by its place in the table. */
  readonly codes: Uint8Array;
  /** How many operands each node has. */
  readonly arities: Int32Array;
  /** The operands of all nodes, one after another. */
  readonly operands: Int32Array;
  /** The value of each scalar constant, in order. */
  readonly numbers: Float64Array;
  /** The nodes that have attributes, scalar constants aside, in order, and what they are. */
  readonly attributed: Int32Array;
  readonly attributes: readonly Attributes[];
  /** How many numbers the values of all nodes are. */
  readonly elements: number;
  /** Whether every node is a scalar. */
  readonly isScalar: boolean;
}

export function flatten(program: Program): FlatProgram {
  const { codes, operandStarts, operands, numbers, details } = program.columns();
  const arities = new Int32Array(codes.length);
  for (let node = 0; node < codes.length; node++) arities[node] = operandStarts[node + 1] - operandStarts[node];
  const attributed = details.filter(({ attributes }) => !isEmpty(attributes));
  return {
    codes,
    arities,
    operands,
    numbers,
    attributed: Int32Array.from(attributed, ({ node }) => node),
    attributes: attributed.map(({ attributes }) => attributes),
    elements: program.elements,
    isScalar: details.every(({ shape }) => shape.length === 0),
  };
}

/** The buffers of a flat program that may be transferred instead of copied. Those of tensor constants stay with their owner. */
export function buffersOf(flat: FlatProgram): ArrayBuffer[] {
  const arrays = [flat.codes, flat.arities, flat.operands, flat.numbers, flat.attributed];
  return arrays.map((array) => array.buffer as ArrayBuffer);
}

export function unflatten(flat: FlatProgram): Program {
  const program = new Program();
  let nextOperand = 0;
  let nextNumber = 0;
  let nextAttributes = 0;
  for (let node = 0; node < flat.codes.length; node++) {
    const operator = operators[flat.codes[node]];
    const operands = new Array<NodeId>(flat.arities[node]);
    for (let position = 0; position < operands.length; position++) operands[position] = flat.operands[nextOperand++];
    if (flat.attributed[nextAttributes] === node) program.add(operator, operands, flat.attributes[nextAttributes++]);
    else if (operator === constant) program.addNumber(flat.numbers[nextNumber++]);
    else program.add(operator, operands);
  }
  return program;
}
