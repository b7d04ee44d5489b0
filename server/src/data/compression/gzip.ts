/** Reads gzip files: https://www.rfc-editor.org/rfc/rfc1952. */

import * as l10n from '@vscode/l10n';
import { isReadFailure, type ReadFailure } from '../readFailure.ts';
import { crc32 } from './crc32.ts';
import { damagedData, type Inflated, inflate } from './inflate.ts';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const headerLength = 10;
const trailerLength = 8;

const flags = { headerChecksum: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };

/** Inflates a file, and checks it if it has not more than `maxLength` bytes. Never throws, whatever the bytes. */
export function* gunzip(bytes: Uint8Array, maxLength: number): Generator<undefined, Inflated | ReadFailure> {
  const start = dataStart(bytes);
  if (start === undefined) return damagedData();
  const inflated = yield* inflate(bytes, start, maxLength);
  if (isReadFailure(inflated) || inflated.end === undefined) return inflated;
  const end = inflated.end + trailerLength;
  if (end > bytes.length) return { failure: l10n.t('its compressed data ends too soon') };
  if (end < bytes.length) return { failure: l10n.t('its compressed data is followed by other data') };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const crc = yield* crc32(inflated.bytes);
  const isIntact =
    view.getUint32(inflated.end, true) === crc && view.getUint32(inflated.end + 4, true) === inflated.bytes.length;
  return isIntact ? inflated : damagedData();
}

/** The offset after the header, at most the length of the file; undefined if it is damaged. */
function dataStart(bytes: Uint8Array): number | undefined {
  const flag = bytes[3] ?? 0;
  if (bytes.length < headerLength || bytes[2] !== 8 || (flag & flags.reserved) !== 0) return undefined;
  let start = headerLength;
  if (flag & flags.extra) start += 2 + (bytes[start] ?? 0) + ((bytes[start + 1] ?? 0) << 8);
  for (const text of [flags.name, flags.comment]) {
    if ((flag & text) === 0) continue;
    const end = bytes.indexOf(0, start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  if (flag & flags.headerChecksum) start += 2;
  return start <= bytes.length ? start : undefined;
}
