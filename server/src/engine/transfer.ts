/** A program as flat arrays, in which form it crosses to a worker, and back. */

import { type Attributes, isEmpty } from './operator.ts';
import { constant, constantNumber, number } from './ops/leaves.ts';
import { codeOf, operators } from './ops.ts';
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
  /** Whether every node is a scalar. */
  readonly isScalar: boolean;
}

export function flatten(program: Program): FlatProgram {
  const codes = new Uint8Array(program.length);
  const arities = new Int32Array(program.length);
  const operands = new Int32Array(program.operandStart(program.length));
  const numbers: number[] = [];
  const attributed: NodeId[] = [];
  const attributes: Attributes[] = [];
  let isScalar = true;
  for (let node = 0; node < program.length; node++) {
    if (program.shape(node).length > 0) isScalar = false;
    codes[node] = codeOf(program.operator(node));
    arities[node] = program.arity(node);
    const start = program.operandStart(node);
    for (let position = 0; position < arities[node]; position++) {
      operands[start + position] = program.operand(node, position);
    }
    const value = constantNumber(program, node);
    if (value !== undefined) numbers.push(value);
    else if (!isEmpty(program.attributes(node))) {
      attributed.push(node);
      attributes.push(program.attributes(node));
    }
  }
  return {
    codes,
    arities,
    operands,
    numbers: Float64Array.from(numbers),
    attributed: Int32Array.from(attributed),
    attributes,
    isScalar,
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
    else if (operator === constant) number(program, flat.numbers[nextNumber++]);
    else program.add(operator, operands);
  }
  return program;
}
