/** Finds the arrays of .npz files, which are zip archives: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. */

import * as l10n from '@vscode/l10n';
import { crc32 } from './compression/crc32.ts';
import { damagedData, type Inflated, inflate } from './compression/inflate.ts';
import { isReadFailure, type ReadFailure } from './readFailure.ts';

/** A file in an archive. */
export interface ArchiveMember {
  /** The name of an array, without its extension. */
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly compressedLength: number;
  readonly length: number;
  readonly headerStart: number;
}

const extension = '.npy';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const entryLength = 46;
const localLength = 30;
const maxCommentLength = 0xffff;
const bytesPerSlice = 1 << 17;

/** In bytes: room for more arrays than an archive can have, as long as their names are shorter than 100 bytes. */
const maxDirectoryLength = 10_000_000;

/** The arrays in an archive, in the order of its directory. Never throws, whatever the bytes. */
export function* readMembers(bytes: Uint8Array): Generator<undefined, readonly ArchiveMember[] | ReadFailure> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return { failure: l10n.t('it is not an .npz file, or its end is missing') };
  const damaged = { failure: l10n.t('its directory is damaged') };
  const count = view.getUint16(end + 10, true);
  // The last of the members with the same name counts, as in NumPy.
  const members = new Map<string, ArchiveMember>();
  let start = view.getUint32(end + 16, true);
  if (end - start > maxDirectoryLength) return { failure: l10n.t('its directory is longer than 10 MB') };
  let sliceEnd = start + bytesPerSlice;
  for (let index = 0; index < count; index++) {
    if (start + entryLength > end || view.getUint32(start, true) !== entrySignature) return damaged;
    const nameStart = start + entryLength;
    const nameEnd = nameStart + view.getUint16(start + 28, true);
    const next = nameEnd + view.getUint16(start + 30, true) + view.getUint16(start + 32, true);
    if (next > end) return damaged;
    const name = decodeName(bytes.subarray(nameStart, nameEnd));
    if (name.endsWith(extension)) {
      members.set(name, {
        name: name.slice(0, -extension.length),
        isEncrypted: (view.getUint16(start + 8, true) & 1) === 1,
        method: view.getUint16(start + 10, true),
        checksum: view.getUint32(start + 16, true),
        compressedLength: view.getUint32(start + 20, true),
        length: view.getUint32(start + 24, true),
        headerStart: view.getUint32(start + 42, true),
      });
    }
    start = next;
    if (start < sliceEnd) continue;
    sliceEnd = start + bytesPerSlice;
    yield;
  }
  return [...members.values()];
}

/** The offset of the record at the end of an archive, which only a comment may follow. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - endLength;
  for (let start = last; start >= Math.max(0, last - maxCommentLength); start--) {
    if (
      view.getUint32(start, true) === endSignature &&
      start + endLength + view.getUint16(start + 20, true) === view.byteLength
    )
      return start;
  }
  return undefined;
}

/** From UTF-8; from Latin-1 if it is not valid. */
function decodeName(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(escaped);
  } catch {
    return String.fromCharCode(...bytes);
  }
}

const methods = { stored: 0, deflated: 8 };

/**
 * The first bytes of a member, at most `maxLength`, and all of it, checked, if it has not more. Never throws, whatever
 * the bytes.
 */
export function* readMember(
  bytes: Uint8Array,
  member: ArchiveMember,
  maxLength: number,
): Generator<undefined, Uint8Array | ReadFailure> {
  const { isEncrypted, method, checksum, compressedLength, length, headerStart } = member;
  const isDeflated = method === methods.deflated;
  if (isEncrypted || (!isDeflated && method !== methods.stored))
    return { failure: l10n.t('it is encrypted or compressed by another method than deflate') };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isInFile = headerStart + localLength <= bytes.length && view.getUint32(headerStart, true) === localSignature;
  if (!isInFile) return damagedData();
  const start =
    headerStart + localLength + view.getUint16(headerStart + 26, true) + view.getUint16(headerStart + 28, true);
  const data = bytes.subarray(start, start + compressedLength);
  if (data.length < compressedLength) return { failure: l10n.t('its compressed data ends too soon') };
  const inflated = isDeflated ? yield* inflate(data, 0, maxLength) : storedBytes(data, maxLength);
  if (isReadFailure(inflated)) return inflated;
  const { bytes: content, end } = inflated;
  if (end === undefined) return length > maxLength ? content : damagedData();
  const isIntact = content.length === length && (yield* crc32(content)) === checksum;
  return isIntact ? content : damagedData();
}

function storedBytes(data: Uint8Array, maxLength: number): Inflated {
  return { bytes: data.subarray(0, maxLength), end: data.length > maxLength ? undefined : data.length };
}
