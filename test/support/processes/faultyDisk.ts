/** A disk that fails below the code that writes: at one operation of Node's file system, with one error code. */

import fs from 'node:fs';
import fsPromises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** Operations of a write in their order, and the removal of a file. `write` fails after the first byte. */
export const operations = ['open', 'write', 'sync', 'close', 'rename', 'second rename', 'remove'] as const;

export interface DiskFault {
  readonly operation: (typeof operations)[number];
  readonly code: string;
}

/** Lets writes below a folder fail until it is disposed. */
export class FaultyDisk implements Disposable {
  readonly #originals = { open: fsPromises.open, rm: fsPromises.rm, renameSync: fs.renameSync };

  constructor(folder: string, { operation, code }: DiskFault) {
    const failure = () => Object.assign(new Error(`${code}: injected`), { code });
    const { open, rm, renameSync } = this.#originals;
    let renames = 0;
    fsPromises.open = async (path, flags, mode) => {
      const isWrite = String(path).startsWith(folder) && flags !== undefined && /w|a|\+/.test(String(flags));
      if (!isWrite) return await open(path, flags, mode);
      if (operation === 'open') throw failure();
      return failing(await open(path, flags, mode), operation, failure);
    };
    fsPromises.rm = async (path, options) => {
      if (operation === 'remove' && !isTemporary(path)) throw failure();
      await rm(path, options);
    };
    fs.renameSync = (from, to) => {
      renames++;
      if ((operation === 'rename' && renames === 1) || (operation === 'second rename' && renames === 2))
        throw failure();
      renameSync(from, to);
    };
    syncBuiltinESMExports();
  }

  [Symbol.dispose](): void {
    fsPromises.open = this.#originals.open;
    fsPromises.rm = this.#originals.rm;
    fs.renameSync = this.#originals.renameSync;
    syncBuiltinESMExports();
  }
}

function isTemporary(path: fs.PathLike): boolean {
  return String(path).endsWith('.tmp');
}

function failing(handle: FileHandle, operation: DiskFault['operation'], failure: () => Error): FileHandle {
  const writeFile = handle.writeFile.bind(handle);
  const close = handle.close.bind(handle);
  if (operation === 'write') {
    handle.writeFile = async (content) => {
      await writeFile(Buffer.from(content as string).subarray(0, 1));
      throw failure();
    };
  }
  if (operation === 'sync') handle.sync = async () => Promise.reject(failure());
  if (operation === 'close') {
    handle.close = async () => {
      await close();
      throw failure();
    };
  }
  return handle;
}
