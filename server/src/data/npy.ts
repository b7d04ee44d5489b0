/** Reads .npy files: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. */

import * as l10n from '@vscode/l10n';
import { type Shape, sizeOf } from '../engine/ir/shape.ts';
import { allocateElements, type SampleElements } from '../engine/ir/tensor.ts';
import { elementsPerSlice } from '../engine/runtime/slices.ts';
import { type ElementRange, type ElementType, elementTypes, readElements, readSampleElements } from './elementTypes.ts';
import type { ReadFailure } from './readFailure.ts';

/** The array of a file without its values. `end` may be after the end of the file. */
export interface NpyHeader extends ElementRange {
  readonly shape: Shape;
  /** True if the first axis is the innermost one. */
  readonly isFortranOrder: boolean;
}

/** A type of NumPy that is not one of real numbers, as in `c16`; empty if it has fields. */
export interface UnsupportedType {
  readonly unsupportedType: string;
}

const magic = [0x93, ...[...'NUMPY'].map((letter) => letter.charCodeAt(0))];

/** In bytes, as in `numpy.load`: room for any array without fields. */
const maxHeaderLength = 10_000;

/** Bytes of a file that contain its header. */
export const maxNpyHeaderEnd = 12 + maxHeaderLength;

/** By kind and size in bytes, as in `<f8`. */
const numpyTypes: ReadonlyMap<string, ElementType> = new Map(
  Object.entries({
    f8: 'F64',
    f4: 'F32',
    f2: 'F16',
    i8: 'I64',
    i4: 'I32',
    i2: 'I16',
    i1: 'I8',
    u8: 'U64',
    u4: 'U32',
    u2: 'U16',
    u1: 'U8',
    b1: 'BOOL',
  }).map(([name, type]) => [name, elementTypes.get(type)!]),
);

/** Reads the header from the first bytes of a file. Never throws, whatever the bytes. */
export function readNpyHeader(bytes: Uint8Array): NpyHeader | UnsupportedType | ReadFailure {
  if (magic.some((byte, index) => bytes[index] !== byte))
    return { failure: l10n.t('it does not begin as .npy files do') };
  const version = bytes[6] ?? 1;
  if (version < 1 || version > 3) return { failure: l10n.t`its format version is ${version}, and 1 to 3 are known` };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerStart = version === 1 ? 10 : 12;
  if (bytes.length < headerStart) return { failure: l10n.t('the file ends inside its header') };
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (headerLength > maxHeaderLength) return { failure: l10n.t('its header is longer than 10,000 bytes') };
  const start = headerStart + headerLength;
  if (bytes.length < start) return { failure: l10n.t('the file ends inside its header') };
  const header = parseHeader(String.fromCharCode(...bytes.subarray(headerStart, start)));
  if (header === undefined) return { failure: l10n.t('its header must give descr, fortran_order and shape') };
  const { descr, isFortranOrder, shape } = header;
  const [, byteOrder, name] = /^([<>=|]?)(\w+)$/.exec(descr) ?? [];
  const type = numpyTypes.get(name ?? '');
  if (type === undefined) return { unsupportedType: descr.replace(/^[<>=|]/, '') };
  const end = start + sizeOf(shape) * type.size;
  return { shape, isFortranOrder, type, isLittleEndian: byteOrder !== '>', start, end };
}

interface HeaderFields {
  /** Empty for a type with fields, which is a list. */
  readonly descr: string;
  readonly isFortranOrder: boolean;
  readonly shape: Shape;
}

/** An entry of the header, which is a dictionary of Python, with the comma or brace after it. */
const entry =
  /\s*(?:["']descr["']\s*:\s*(?:["'](?<descr>[^"']*)["']|(?<fields>\[))|["']fortran_order["']\s*:\s*(?<order>True|False)|["']shape["']\s*:\s*\((?<shape>[\dL,\s]*)\))\s*(?:,\s*)?/y;

function parseHeader(text: string): HeaderFields | undefined {
  let [descr, order, shape]: (string | undefined)[] = [];
  if (!text.startsWith('{')) return undefined;
  entry.lastIndex = 1;
  for (let match = entry.exec(text); match; match = entry.exec(text)) {
    const groups = match.groups!;
    if (groups.fields) return { descr: '', isFortranOrder: false, shape: [] };
    descr ??= groups.descr;
    order ??= groups.order;
    shape ??= groups.shape;
    if (text.startsWith('}', entry.lastIndex)) break;
  }
  const axes = shape === undefined ? undefined : parseShape(shape);
  return descr === undefined || order === undefined || axes === undefined
    ? undefined
    : { descr, isFortranOrder: order === 'True', shape: axes };
}

/** The items of a tuple. Python 2 wrote an L after long integers. */
function parseShape(text: string): Shape | undefined {
  const items = text.split(',').map((item) => item.trim());
  // The tuple of one item ends with a comma, and so may others.
  if (items.at(-1) === '') items.pop();
  const shape = items.map((item) => (/^\d+L?$/.test(item) ? Number.parseInt(item, 10) : Number.NaN));
  return shape.every(Number.isSafeInteger) && Number.isSafeInteger(sizeOf(shape)) ? shape : undefined;
}

/** The values of the array in C order. @param bytes contain all of `header`'s range. */
export function* readNpyValues(bytes: Uint8Array, header: NpyHeader): Generator<undefined, SampleElements> {
  return header.isFortranOrder
    ? yield* transpose(yield* readElements(bytes, header), header.shape)
    : yield* readSampleElements(bytes, header);
}

/** From Fortran order to C order. */
function* transpose(values: Float64Array, shape: Shape): Generator<undefined, Float64Array> {
  // A file can have thousands of axes of one element.
  const axes = shape.filter((length) => length !== 1);
  if (axes.length < 2) return values;
  const strides = axes.map((_, axis) => sizeOf(axes.slice(0, axis)));
  const position = axes.map(() => 0);
  const result = allocateElements(values.length);
  let source = 0;
  for (let index = 0; index < result.length; index++) {
    result[index] = values[source]!;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++position[axis]! < axes[axis]!) break;
      source -= strides[axis]! * axes[axis]!;
      position[axis] = 0;
    }
    if ((index + 1) % elementsPerSlice === 0) yield;
  }
  return result;
}
