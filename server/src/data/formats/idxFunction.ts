/** `idx("train-images-idx3-ubyte.gz")`: the array of an IDX file, which may be compressed. */

import * as l10n from '@vscode/l10n';
import { gunzip, isGzip } from '../compression/gzip.ts';
import { readSampleElements } from '../elementTypes.ts';
import { maxIdxHeaderEnd, readIdxHeader } from '../idx.ts';
import { isReadFailure } from '../readFailure.ts';
import type { FileFunction } from './fileFunction.ts';
import { tooManyNumbers, truncated, unreadable } from './tensorFailures.ts';

export const idx: FileFunction = {
  name: 'idx',
  extensions: ['-ubyte', '.idx', '.gz'],
  statements: ['data', 'param', 'const'],
  doc: 'The array of an IDX file, the format of MNIST, as float64; it may be compressed with gzip. Training stores the value of a param beside the model, and leaves the file as it is.',
  usage: 'idx takes a file',
  example: 'idx("train-images-idx3-ubyte.gz")',
  path: '"train-images-idx3-ubyte.gz"',
  settings: [],
  *read({ bytes }, _, maxElements) {
    const isCompressed = isGzip(bytes);
    const beginning = isCompressed ? yield* gunzip(bytes, maxIdxHeaderEnd) : { bytes };
    if (isReadFailure(beginning)) return unreadable(beginning);
    const header = readIdxHeader(beginning.bytes);
    if (isReadFailure(header)) return unreadable(header);
    const { shape, type, start, end } = header;
    const elements = (end - start) / type.size;
    if (elements > maxElements) return tooManyNumbers(elements, maxElements);
    const whole = isCompressed ? yield* gunzip(bytes, end) : { bytes, end: bytes.length === end ? end : undefined };
    if (isReadFailure(whole)) return unreadable(whole);
    if (whole.bytes.length < end) return truncated(elements);
    if (whole.end === undefined) return unreadable({ failure: l10n.t('more data follows its last number') });
    return { shape, values: yield* readSampleElements(whole.bytes, header) };
  },
};
