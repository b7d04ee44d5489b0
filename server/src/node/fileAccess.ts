/** Files of the machine that the server runs on. */

import { readFile, rm, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FileAccess, ReadFile, WriteFile } from '../storedFile.ts';
import { writeAtomically } from './writeAtomically.ts';

const read: ReadFile = async (uri, limit) => {
  try {
    const path = fileURLToPath(uri);
    const status = await stat(path);
    // A folder has no content, and a pipe has no end.
    if (!status.isFile()) return { kind: 'unreadable', reason: 'it is not a file' };
    const { size } = status;
    return size > limit ? { kind: 'too-large', size } : { kind: 'bytes', bytes: await readFile(path) };
  } catch (error) {
    const { code, message }: { code?: string; message: string } =
      error instanceof Error ? error : new Error(`${error}`);
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'missing' } : { kind: 'unreadable', reason: message };
  }
};

const write: WriteFile = async (uri, bytes) => {
  const path = fileURLToPath(uri);
  if (bytes) await writeAtomically(path, bytes);
  else await rm(path, { force: true });
};

export const fileAccess: FileAccess = { read, write };
