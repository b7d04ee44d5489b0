/** Reads IDX files, the format of MNIST: http://yann.lecun.com/exdb/mnist/. */

import * as l10n from '@vscode/l10n';
import { type Shape, sizeOf } from '../engine/ir/shape.ts';
import { type ElementRange, type ElementType, elementTypes } from './elementTypes.ts';
import type { ReadFailure } from './readFailure.ts';

/** The array of a file without its values. `end` may be after the end of the file. */
export interface IdxHeader extends ElementRange {
  readonly shape: Shape;
}

const typeCodes: ReadonlyMap<number, ElementType> = new Map(
  (
    [
      [8, 'U8'],
      [9, 'I8'],
      [11, 'I16'],
      [12, 'I32'],
      [13, 'F32'],
      [14, 'F64'],
    ] as const
  ).map(([code, type]) => [code, elementTypes.get(type)!]),
);

/** Bytes of a file that contain its header: a magic number, and the lengths of at most 255 axes. */
export const maxIdxHeaderEnd = 4 + 4 * 255;

/** Reads the header from the first bytes of a file. Never throws, whatever the bytes. */
export function readIdxHeader(bytes: Uint8Array): IdxHeader | ReadFailure {
  const [first, second, code, rank] = bytes;
  const type = first === 0 && second === 0 ? typeCodes.get(code ?? 0) : undefined;
  if (type === undefined) return { failure: l10n.t('it does not begin as IDX files do') };
  const start = rank === undefined ? Number.POSITIVE_INFINITY : 4 + 4 * rank;
  if (bytes.length < start) return { failure: l10n.t('the file ends inside its header') };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank! }, (_, axis) => view.getUint32(4 + 4 * axis));
  // 255 large lengths have a product that is infinite.
  const elements = shape.includes(0) ? 0 : sizeOf(shape);
  return { shape, type, isLittleEndian: false, start, end: start + elements * type.size };
}
