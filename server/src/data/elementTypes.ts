/** The types of numbers in binary files, each read as float64. All but 64-bit integers beyond 2^53 are read exactly. */

import { allocateBytes, allocateElements, type SampleElements } from '../engine/ir/tensor.ts';
import { elementsPerSlice } from '../engine/runtime/slices.ts';

export interface ElementType {
  /** In bytes. */
  readonly size: number;
  read(view: DataView, offset: number, isLittleEndian: boolean): number;
}

/** By their names in safetensors files. */
export const elementTypes: ReadonlyMap<string, ElementType> = new Map([
  ['F64', { size: 8, read: (view, offset, isLittleEndian) => view.getFloat64(offset, isLittleEndian) }],
  ['F32', { size: 4, read: (view, offset, isLittleEndian) => view.getFloat32(offset, isLittleEndian) }],
  [
    'F16',
    { size: 2, read: (view, offset, isLittleEndian) => smallFloat(view.getUint16(offset, isLittleEndian), half) },
  ],
  ['BF16', { size: 2, read: (view, offset, isLittleEndian) => bfloat(view.getUint16(offset, isLittleEndian)) }],
  ['F8_E5M2', { size: 1, read: (view, offset) => smallFloat(view.getUint8(offset), e5m2) }],
  ['F8_E4M3', { size: 1, read: (view, offset) => smallFloat(view.getUint8(offset), e4m3) }],
  ['I64', { size: 8, read: (view, offset, isLittleEndian) => Number(view.getBigInt64(offset, isLittleEndian)) }],
  ['I32', { size: 4, read: (view, offset, isLittleEndian) => view.getInt32(offset, isLittleEndian) }],
  ['I16', { size: 2, read: (view, offset, isLittleEndian) => view.getInt16(offset, isLittleEndian) }],
  ['I8', { size: 1, read: (view, offset) => view.getInt8(offset) }],
  ['U64', { size: 8, read: (view, offset, isLittleEndian) => Number(view.getBigUint64(offset, isLittleEndian)) }],
  ['U32', { size: 4, read: (view, offset, isLittleEndian) => view.getUint32(offset, isLittleEndian) }],
  ['U16', { size: 2, read: (view, offset, isLittleEndian) => view.getUint16(offset, isLittleEndian) }],
  ['U8', { size: 1, read: (view, offset) => view.getUint8(offset) }],
  ['BOOL', { size: 1, read: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1) }],
] satisfies [string, ElementType][]);

/** Consecutive numbers in bytes. */
export interface ElementRange {
  readonly type: ElementType;
  readonly isLittleEndian: boolean;
  readonly start: number;
  readonly end: number;
}

export function* readElements(
  bytes: Uint8Array,
  { type, isLittleEndian, start, end }: ElementRange,
): Generator<undefined, Float64Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = allocateElements((end - start) / type.size);
  for (let index = 0; index < values.length; index++) {
    values[index] = type.read(view, start + index * type.size, isLittleEndian);
    if ((index + 1) % elementsPerSlice === 0) yield;
  }
  return values;
}

/** Like `readElements`, but many bytes stay bytes. */
export function* readSampleElements(bytes: Uint8Array, range: ElementRange): Generator<undefined, SampleElements> {
  const { type, start, end } = range;
  if (type !== elementTypes.get('U8') || end - start < minBytes) return yield* readElements(bytes, range);
  const elements = allocateBytes(end - start);
  elements.set(bytes.subarray(start, end));
  return elements;
}

/** Fewer are read as float64, which is copied faster. */
const minBytes = 1 << 22;

interface FloatFormat {
  readonly exponentBits: number;
  readonly fractionBits: number;
  /** False if the largest exponent stands for numbers too, except with all fraction bits, which is NaN. */
  readonly hasInfinity: boolean;
}

const half: FloatFormat = { exponentBits: 5, fractionBits: 10, hasInfinity: true };
const e5m2: FloatFormat = { exponentBits: 5, fractionBits: 2, hasInfinity: true };
const e4m3: FloatFormat = { exponentBits: 4, fractionBits: 3, hasInfinity: false };

/** The value of the bits of a float of at most 16 bits. */
function smallFloat(bits: number, { exponentBits, fractionBits, hasInfinity }: FloatFormat): number {
  const maxExponent = (1 << exponentBits) - 1;
  const bias = maxExponent >> 1;
  const sign = bits >> (exponentBits + fractionBits) === 0 ? 1 : -1;
  const exponent = (bits >> fractionBits) & maxExponent;
  const fraction = bits & ((1 << fractionBits) - 1);
  if (exponent === maxExponent) {
    if (hasInfinity) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    if (fraction === (1 << fractionBits) - 1) return Number.NaN;
  }
  const significand = exponent === 0 ? fraction : fraction + (1 << fractionBits);
  return sign * significand * 2 ** (Math.max(exponent, 1) - bias - fractionBits);
}

const floatBits = new DataView(new ArrayBuffer(4));

/** A bfloat is the upper half of a float32. */
function bfloat(bits: number): number {
  floatBits.setUint32(0, bits << 16);
  return floatBits.getFloat32(0);
}
