/** `npy("X.npy")`: the array of a NumPy file, of any type of real numbers. */

import { sizeOf } from '../../engine/ir/shape.ts';
import { type NpyHeader, readNpyHeader, readNpyValues } from '../npy.ts';
import { isReadFailure } from '../readFailure.ts';
import { type FileFailure, isFileFailure } from '../samples.ts';
import type { FileFunction } from './fileFunction.ts';
import { tooManyNumbers, truncated, unreadable, unsupportedType } from './tensorFailures.ts';

/**
 * The header of an array of a supported type whose values are in its file.
 * @param bytes contain the header. @param length the length of the file.
 */
export function readCompleteHeader(bytes: Uint8Array, length: number): NpyHeader | FileFailure {
  const header = readNpyHeader(bytes);
  if (isReadFailure(header)) return unreadable(header);
  if ('unsupportedType' in header) return unsupportedType(header);
  return header.end > length ? truncated(sizeOf(header.shape)) : header;
}

export const npy: FileFunction = {
  name: 'npy',
  extensions: ['.npy'],
  statements: ['data', 'param', 'const'],
  doc: 'The array of a file that NumPy saved, as float64. Training stores the value of a param beside the model, and leaves the file as it is.',
  usage: 'npy takes a file',
  example: 'npy("X.npy")',
  path: '"X.npy"',
  settings: [],
  *read({ bytes }, _, maxElements) {
    const header = readCompleteHeader(bytes, bytes.length);
    if (isFileFailure(header)) return header;
    const elements = sizeOf(header.shape);
    if (elements > maxElements) return tooManyNumbers(elements, maxElements);
    return { shape: header.shape, values: yield* readNpyValues(bytes, header) };
  },
};
