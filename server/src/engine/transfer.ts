/** A program as flat arrays, in which form it crosses to a worker, and back. */

import { codeOf, operators } from './ops.ts';
import { constantNumber } from './ops/leaves.ts';
import type { Attributes } from './operator.ts';
import { type NodeId, Program } from './program.ts';

export interface FlatProgram {
  /** The operator of each node, by its place in the table. */
  readonly codes: Uint8Array;
  /** How many operands each node has. */
  readonly arities: Uint8Array;
  /** The operands of all nodes, one after another. */
  readonly operands: Int32Array;
  /** The value of each scalar constant, in order. */
  readonly numbers: Float64Array;
  /** The nodes that have attributes, scalar constants aside, and what they are. */
  readonly attributed: Int32Array;
  readonly attributes: readonly Attributes[];
}

export function flatten(program: Program): FlatProgram {
  const codes = new Uint8Array(program.length);
  const arities = new Uint8Array(program.length);
  const operands = new Int32Array(program.operandStart(program.length));
  const numbers: number[] = [];
  const attributed: NodeId[] = [];
  const attributes: Attributes[] = [];
  for (let node = 0; node < program.length; node++) {
    codes[node] = codeOf(program.operator(node));
    arities[node] = program.arity(node);
    operands.set(program.operands(node), program.operandStart(node));
    const value = constantNumber(program, node);
    if (value !== undefined) numbers.push(value);
    else if (Object.keys(program.attributes(node)).length > 0) {
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
  };
}

/** The buffers of a flat program that may be transferred instead of copied. Those of tensor constants stay with their owner. */
export function buffersOf(flat: FlatProgram): ArrayBuffer[] {
  const arrays = [flat.codes, flat.arities, flat.operands, flat.numbers, flat.attributed];
  return arrays.map((array) => array.buffer as ArrayBuffer);
}

export function unflatten(flat: FlatProgram): Program {
  const program = new Program();
  const attributesOf = new Map(Array.from(flat.attributed, (node, index) => [node, flat.attributes[index]]));
  let operandStart = 0;
  let numberIndex = 0;
  for (let node = 0; node < flat.codes.length; node++) {
    const operator = operators[flat.codes[node]];
    const operandEnd = operandStart + flat.arities[node];
    const operands = Array.from(flat.operands.subarray(operandStart, operandEnd));
    const attributes = attributesOf.get(node);
    const isNumber = operator.name === 'constant' && attributes === undefined;
    program.add(operator, operands, isNumber ? scalarConstant(flat.numbers[numberIndex++]) : attributes);
    operandStart = operandEnd;
  }
  return program;
}

function scalarConstant(value: number): Attributes {
  return { values: Float64Array.of(value), shape: [] };
}
