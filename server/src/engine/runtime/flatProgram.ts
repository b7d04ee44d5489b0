/** Programs and values as flat arrays, the form in which they are transferred to a worker and back. */

import { constant } from '../ir/constant.ts';
import { type Attributes, isEmpty } from '../ir/operator.ts';
import { type NodeId, Program } from '../ir/program.ts';
import type { Values } from '../ir/values.ts';
import { iota } from '../math/iota.ts';
import { operators } from '../operators/table.ts';

/** The long columns of a flat program. */
export interface FlatColumns {
  /** The code of each node's operator. */
  readonly codes: Uint8Array;
  /** The number of operands of each node. */
  readonly arities: Uint8Array | Int32Array;
  /** The operands of all nodes, concatenated. */
  readonly operands: Int32Array;
  /** The value of each scalar constant, in order. */
  readonly constants: Float64Array;
}

export interface FlatProgram extends FlatColumns {
  /** The nodes that have attributes, except scalar constants, in order, and their attributes. */
  readonly attributedNodes: Int32Array;
  readonly attributes: readonly Attributes[];
  /** The number of elements of all values together. */
  readonly elementCount: number;
  /** True if every node is a scalar. */
  readonly isScalar: boolean;
}

/** @param recycled columns that are no longer used; their buffers are reused if they are large enough. */
export function flatten(program: Program, recycled?: FlatColumns): FlatProgram {
  const { codes, operandStarts, operands, constants, details } = program.columns();
  const attributedDetails = details.filter(({ attributes }) => !isEmpty(attributes));
  return {
    codes: copyColumn(codes, recycled?.codes),
    arities: aritiesOf(operandStarts, recycled?.arities),
    operands: copyColumn(operands, recycled?.operands),
    constants: copyColumn(constants, recycled?.constants),
    attributedNodes: Int32Array.from(attributedDetails, ({ node }) => node),
    attributes: attributedDetails.map(({ attributes }) => attributes),
    elementCount: program.elementCount,
    isScalar: details.every(({ shape }) => shape.length === 0),
  };
}

/** Few nodes have more operands; the others need a quarter of the memory. */
const maxByte = 255;

function aritiesOf(operandStarts: Int32Array, recycled?: FlatColumns['arities']): FlatColumns['arities'] {
  const count = operandStarts.length - 1;
  const arities = allocateColumn(Uint8Array, count, recycled);
  for (let node = 0; node < count; node++) {
    const arity = operandStarts[node + 1] - operandStarts[node];
    if (arity > maxByte) return Int32Array.from({ length: count }, (_, i) => operandStarts[i + 1] - operandStarts[i]);
    arities[node] = arity;
  }
  return arities;
}

type Column = Uint8Array | Int32Array | Float64Array;
type ColumnConstructor<C> = {
  new (buffer: ArrayBufferLike, start: number, length: number): C;
  BYTES_PER_ELEMENT: number;
};

function copyColumn<C extends Column>(column: C, recycled: C | undefined): C {
  const copy = allocateColumn(column.constructor as ColumnConstructor<C>, column.length, recycled);
  copy.set(column);
  return copy;
}

/** An uninitialized column with some spare capacity, as the next program may be longer by a statement. */
function allocateColumn<C extends Column>(
  columnType: ColumnConstructor<C>,
  length: number,
  recycled: Column | undefined,
): C {
  const bytes = length * columnType.BYTES_PER_ELEMENT;
  const buffer =
    recycled && recycled.buffer.byteLength >= bytes ? recycled.buffer : new ArrayBuffer(bytes + (bytes >> 6));
  return new columnType(buffer, 0, length);
}

/**
 * The buffers of a flat program that may be transferred instead of copied. Those of tensor constants stay with their
 * owner.
 */
export function transferableBuffers(flat: FlatProgram): ArrayBuffer[] {
  return [...columnBuffers(flat), flat.attributedNodes.buffer as ArrayBuffer];
}

/** The buffers of the columns. */
export function columnBuffers({ codes, arities, operands, constants }: FlatColumns): ArrayBuffer[] {
  return [codes, arities, operands, constants].map((array) => array.buffer as ArrayBuffer);
}

/** Values as they are transferred: without `starts` if all are scalars. */
export type FlatValues = Pick<Values, 'data'> & Partial<Values>;

export function flattenValues({ data, starts }: Values, isScalar: boolean): FlatValues {
  return isScalar ? { data } : { data, starts };
}

export function unflattenValues({ data, starts }: FlatValues): Values {
  return { data, starts: starts ?? iota(data.length) };
}

export function unflatten(flat: FlatProgram): Program {
  const program = new Program();
  let nextOperand = 0;
  let nextConstant = 0;
  let nextAttributes = 0;
  for (let node = 0; node < flat.codes.length; node++) {
    const operator = operators[flat.codes[node]];
    const operands = new Array<NodeId>(flat.arities[node]);
    for (let operandIndex = 0; operandIndex < operands.length; operandIndex++)
      operands[operandIndex] = flat.operands[nextOperand++];
    if (flat.attributedNodes[nextAttributes] === node)
      program.add(operator, operands, flat.attributes[nextAttributes++]);
    else if (operator === constant) program.addConstant(flat.constants[nextConstant++]);
    else program.add(operator, operands);
  }
  return program;
}
