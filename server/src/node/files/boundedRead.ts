/** Reads of regular files that end at a limit, and stay within folders although names are swapped meanwhile. */

import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import type { FileContent } from '../../files/fileAccess.ts';
import { realFolders, realPathInside, requireInside } from './containment.ts';

/** In milliseconds: the resolution of the coarsest clock of a file system, that of FAT. */
const clockResolution = 2_000;

/** In bytes. Buffers are multiples of it, because some files of procfs can only be read in whole records. */
const chunk = 65_536;

/** Windows has neither pipes in its file system nor these flags. */
const flags =
  constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * @param limit the largest size in bytes.
 * @param signal ends the read between two chunks.
 * @param folders the folders that may be read, with their subfolders.
 * @throws OutsideError if links lead out of them; an error of Node's file system if there is no such file, for example.
 */
export async function readBounded(
  path: string,
  limit: number,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<FileContent> {
  const realPath = await realPathInside(path, folders);
  // Opening a device can have effects, so the kind of the file is known before.
  if (!(await lstat(realPath)).isFile()) return notAFile();
  const handle = await open(realPath, flags);
  try {
    const status = await handle.stat({ bigint: true });
    if (!status.isFile()) return notAFile();
    requireInside(await openedPath(handle, realPath), await realFolders(folders));
    const [size, identity] = [Number(status.size), identityOf(status)];
    if (size > limit) return { kind: 'too-large', size, identity };
    const content = await readToEnd(handle, size, limit, signal);
    return content.kind === 'bytes' ? { ...content, identity } : content;
  } finally {
    await handle.close();
  }
}

/** Undefined if the file has just changed, because a further change might leave its times as they are. */
function identityOf({ dev, ino, size, mtimeMs, mtimeNs, ctimeMs, ctimeNs }: BigIntStats): string | undefined {
  const age = Date.now() - Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs);
  return age < clockResolution ? undefined : [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

function notAFile(): FileContent {
  return { kind: 'unreadable', reason: l10n.t('it is not a file') };
}

/**
 * The real path of an open file.
 * @param path the path by which it was opened.
 * @throws Error if there is another file now.
 */
async function openedPath(handle: FileHandle, path: string): Promise<string> {
  if (process.platform === 'linux') return await readlink(`/proc/self/fd/${handle.fd}`);
  const realPath = await realpath(path);
  const [opened, current] = await Promise.all([handle.stat({ bigint: true }), lstat(realPath, { bigint: true })]);
  if (opened.dev === current.dev && opened.ino === current.ino) return realPath;
  throw new Error(l10n.t('it was replaced while it was being read'));
}

/** @param size the expected size of the file. */
async function readToEnd(handle: FileHandle, size: number, limit: number, signal: AbortSignal): Promise<FileContent> {
  // One byte more than expected, so that the end of the file is seen.
  const bufferSize = (length: number): number => Math.ceil((Math.min(length, limit) + 1) / chunk) * chunk;
  let buffer = new Uint8Array(bufferSize(size));
  let length = 0;
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, length, Math.min(buffer.length - length, 64 * chunk));
    if (bytesRead === 0) return { kind: 'bytes', bytes: buffer.subarray(0, length) };
    length += bytesRead;
    if (length > limit) return { kind: 'too-large', size: length };
    if (length === buffer.length) {
      const larger = new Uint8Array(bufferSize(2 * length));
      larger.set(buffer);
      buffer = larger;
    }
  }
}
