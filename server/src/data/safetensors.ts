/** Reads and writes safetensors files: https://huggingface.co/docs/safetensors, section "Format". */

import * as l10n from '@vscode/l10n';
import { type Shape, sizeOf } from '../engine/ir/shape.ts';
import type { Tensor } from '../engine/ir/tensor.ts';
import { elementsPerSlice, runToCompletion } from '../engine/runtime/slices.ts';
import { type ElementType, elementTypes, readElements } from './elementTypes.ts';
import { isReadFailure, type ReadFailure } from './readFailure.ts';
import { keptMetadata, metadataName, readHeader, writeHeader } from './safetensorsHeader.ts';

/** Bytes of the header's length, which precedes it. The header is padded so that the data is aligned to it. */
const headerLengthSize = 8;

/** In bytes: room for about 100,000 tensors. The reference implementation allows 100 MB. */
const maxHeaderLength = 10_000_000;

/**
 * Writes tensors as float64, exact to the bit.
 * @throws RangeError for a tensor named `__metadata__`, and for so many tensors that the file could not be read.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  if (tensors.has(metadataName)) throw new RangeError(`safetensors has no room for a tensor named ${metadataName}`);
  const entries: [string, object][] = metadata ? [[metadataName, metadata]] : [];
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    const start = end;
    end += values.length * 8;
    entries.push([name, { dtype: 'F64', shape, data_offsets: [start, end] }]);
  }

  const header = writeHeader(Object.fromEntries(entries), headerLengthSize);
  if (header.length > maxHeaderLength) throw new RangeError('the header of the safetensors file is longer than 10 MB');
  const bytes = new Uint8Array(headerLengthSize + header.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, headerLengthSize);
  let offset = headerLengthSize + header.length;
  for (const { values } of tensors.values()) {
    for (const value of values) {
      view.setFloat64(offset, value, true);
      offset += 8;
    }
  }
  return bytes;
}

/** Reads the tensors in the order of their data, as float64. Never throws, whatever the bytes. */
export function readSafetensors(bytes: Uint8Array): Map<string, Tensor> | ReadFailure {
  const file = runToCompletion(readSafetensorsInSlices(bytes));
  return isReadFailure(file) ? file : file.tensors;
}

export interface SafetensorsFile {
  readonly tensors: Map<string, Tensor>;
  /** The string that the metadata has under `keptMetadata`. */
  readonly metadata: string | undefined;
}

/** Like `readSafetensors`, in slices. */
export function* readSafetensorsInSlices(bytes: Uint8Array): Generator<undefined, SafetensorsFile | ReadFailure> {
  const layout = yield* readLayout(bytes);
  if (isReadFailure(layout)) return layout;
  const tensors = new Map<string, Tensor>();
  let elementCount = 0;
  for (const location of layout.locations) {
    tensors.set(location.name, { shape: location.shape, values: yield* readElements(bytes, location) });
    // An empty tensor takes time too.
    elementCount += sizeOf(location.shape) + 100;
    if (elementCount < elementsPerSlice) continue;
    elementCount = 0;
    yield;
  }
  return { tensors, metadata: layout.metadata };
}

export interface SafetensorsLayout {
  /** In the order of their data. */
  readonly locations: readonly TensorLocation[];
  /** The string that the metadata has under `keptMetadata`. */
  readonly metadata: string | undefined;
}

/** The tensors of a file without their values. Never throws, whatever the bytes. */
export function* readLayout(bytes: Uint8Array): Generator<undefined, SafetensorsLayout | ReadFailure> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerLengthSize) return { failure: l10n.t('the file ends before its header') };
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > maxHeaderLength)
    return { failure: l10n.t('the header is longer than 10 MB, or this is not a safetensors file') };
  const start = headerLengthSize + headerLength;
  if (start > bytes.length) return { failure: l10n.t('the file ends inside its header') };
  const header = yield* readHeader(bytes.subarray(headerLengthSize, start));
  if (header instanceof Error) return { failure: header.message };

  const locations: TensorLocation[] = [];
  let metadata: string | undefined;
  for (const [name, entry] of header) {
    if (name === metadataName && isObject(entry)) metadata = entry[keptMetadata] as string | undefined;
    const location = name === metadataName ? checkMetadata(entry) : locateTensor(name, entry, start);
    if (location && isReadFailure(location)) return location;
    if (!location) continue;
    locations.push(location);
    if (locations.length % locationsPerSlice === 0) yield;
  }
  locations.sort((a, b) => a.start - b.start || a.end - b.end);
  const failure = findLayoutFailure(locations, start, bytes.length);
  return failure === undefined ? { locations, metadata } : { failure };
}

/** Tensors whose descriptions are checked in a slice. */
const locationsPerSlice = 4096;

/** The range of a tensor's data in its file, in bytes. */
export interface TensorLocation {
  readonly name: string;
  readonly shape: Shape;
  readonly type: ElementType;
  readonly isLittleEndian: true;
  readonly start: number;
  readonly end: number;
}

function checkMetadata(entry: unknown): ReadFailure | undefined {
  if (isObject(entry) && Object.values(entry).every((value) => typeof value === 'string')) return undefined;
  return { failure: l10n.t`${metadataName} contains a value that is not a string` };
}

/** @param dataStart the end of the header, from which offsets count. */
function locateTensor(name: string, entry: unknown, dataStart: number): TensorLocation | ReadFailure {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  if (
    typeof dtype !== 'string' ||
    !isNonNegativeIntegers(shape) ||
    !isNonNegativeIntegers(offsets) ||
    offsets.length !== 2
  ) {
    return { failure: l10n.t`the header must give the type, shape and offsets of '${name}'` };
  }
  const type = elementTypes.get(dtype);
  if (type === undefined) {
    const known = [...elementTypes.keys()].join(', ');
    return { failure: l10n.t`'${name}' has the type ${dtype}; supported are ${known}` };
  }
  const [start, end] = offsets as [number, number];
  if (end - start !== sizeOf(shape) * type.size) {
    return { failure: l10n.t`the ${end - start} bytes of '${name}' don't match its shape [${shape.join(', ')}]` };
  }
  return { name, shape, type, isLittleEndian: true, start: dataStart + start, end: dataStart + end };
}

/** The tensors, in order of their data, must cover it without gaps and overlaps. */
function findLayoutFailure(
  locations: readonly TensorLocation[],
  dataStart: number,
  length: number,
): string | undefined {
  let coveredEnd = dataStart;
  for (const { name, start, end } of locations) {
    if (end > length) return l10n.t`the file ends inside '${name}'`;
    if (start < coveredEnd) return l10n.t`'${name}' overlaps the tensor before it`;
    if (start > coveredEnd) return l10n.t`${start - coveredEnd} bytes before '${name}' don't belong to any tensor`;
    coveredEnd = end;
  }
  return coveredEnd < length ? l10n.t`${length - coveredEnd} bytes follow the last tensor` : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNonNegativeIntegers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
