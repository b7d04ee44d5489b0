/** A program as flat arrays, in which form it crosses to a worker, and the values that come back. */

import { constant } from '../operators/leaves.ts';
import { operators } from '../operators/table.ts';
import type { Values } from '../runtime/execute.ts';
import { ascending } from './ascending.ts';
import { type Attributes, isEmpty } from './operator.ts';
import { type NodeId, Program } from './program.ts';

/** The long ones of the arrays. */
export interface FlatColumns {
  /** The operator of each node, by its place in the table. */
  readonly codes: Uint8Array;
  /** How many operands each node has. */
  readonly arities: Uint8Array | Int32Array;
  /** The operands of all nodes, one after another. */
  readonly operands: Int32Array;
  /** The value of each scalar constant, in order. */
  readonly numbers: Float64Array;
}

export interface FlatProgram extends FlatColumns {
  /** The nodes that have attributes, scalar constants aside, in order, and what they are. */
  readonly attributed: Int32Array;
  readonly attributes: readonly Attributes[];
  /** How many numbers the values of all nodes are. */
  readonly elements: number;
  /** Whether every node is a scalar. */
  readonly isScalar: boolean;
}

/** @param spent columns that nobody needs any more: what has room in them is written there. */
export function flatten(program: Program, spent?: FlatColumns): FlatProgram {
  const { codes, operandStarts, operands, numbers, details } = program.columns();
  const attributed = details.filter(({ attributes }) => !isEmpty(attributes));
  return {
    codes: copied(codes, spent?.codes),
    arities: aritiesOf(operandStarts, spent?.arities),
    operands: copied(operands, spent?.operands),
    numbers: copied(numbers, spent?.numbers),
    attributed: Int32Array.from(attributed, ({ node }) => node),
    attributes: attributed.map(({ attributes }) => attributes),
    elements: program.elements,
    isScalar: details.every(({ shape }) => shape.length === 0),
  };
}

/** A list may have many items; else they take a quarter of the room. */
const mostInByte = 255;

function aritiesOf(operandStarts: Int32Array, spent?: FlatColumns['arities']): FlatColumns['arities'] {
  const count = operandStarts.length - 1;
  const arities = roomFor(Uint8Array, count, spent);
  for (let node = 0; node < count; node++) {
    const arity = operandStarts[node + 1] - operandStarts[node];
    if (arity > mostInByte)
      return Int32Array.from({ length: count }, (_, i) => operandStarts[i + 1] - operandStarts[i]);
    arities[node] = arity;
  }
  return arities;
}

type Column = Uint8Array | Int32Array | Float64Array;
type MakeColumn<C> = { new (buffer: ArrayBufferLike, start: number, length: number): C; BYTES_PER_ELEMENT: number };

function copied<C extends Column>(column: C, spent: C | undefined): C {
  const copy = roomFor(column.constructor as MakeColumn<C>, column.length, spent);
  copy.set(column);
  return copy;
}

/** An array that is yet to be filled, with a little room behind it: the next program may be longer by a statement. */
function roomFor<C extends Column>(make: MakeColumn<C>, length: number, spent: Column | undefined): C {
  const bytes = length * make.BYTES_PER_ELEMENT;
  const buffer = spent && spent.buffer.byteLength >= bytes ? spent.buffer : new ArrayBuffer(bytes + (bytes >> 6));
  return new make(buffer, 0, length);
}

/** The buffers of a flat program that may be transferred instead of copied. Those of tensor constants stay with their owner. */
export function buffersOf(flat: FlatProgram): ArrayBuffer[] {
  return [...longBuffersOf(flat), flat.attributed.buffer as ArrayBuffer];
}

/** Those of its columns. */
export function longBuffersOf({ codes, arities, operands, numbers }: FlatColumns): ArrayBuffer[] {
  return [codes, arities, operands, numbers].map((array) => array.buffer as ArrayBuffer);
}

/** Values as they cross: where each begins is said unless all are single numbers. */
export type FlatValues = Pick<Values, 'data'> & Partial<Values>;

export function flattenValues({ data, starts }: Values, isScalar: boolean): FlatValues {
  return isScalar ? { data } : { data, starts };
}

export function unflattenValues({ data, starts }: FlatValues): Values {
  return { data, starts: starts ?? ascending(data.length) };
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
