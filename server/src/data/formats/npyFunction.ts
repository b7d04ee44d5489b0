/** `npy("X.npy")`: the array of a NumPy file, of any type of real numbers. */

import { sizeOf } from '../../engine/ir/shape.ts';
import { readNpyHeader, readNpyValues } from '../npy.ts';
import { isReadFailure } from '../safetensors.ts';
import type { FileFunction } from './fileFunction.ts';
import { tooManyNumbers, truncated, unreadable, unsupportedType } from './tensorFailures.ts';

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
    const header = readNpyHeader(bytes);
    if (isReadFailure(header)) return unreadable(header);
    if ('unsupportedType' in header) return unsupportedType(header);
    const elements = sizeOf(header.shape);
    if (header.end > bytes.length) return truncated(elements);
    if (elements > maxElements) return tooManyNumbers(elements, maxElements);
    return { shape: header.shape, values: yield* readNpyValues(bytes, header) };
  },
};
