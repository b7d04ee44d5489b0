/** Files of the machine that the server runs on. */

import { readFile as read, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ReadFile } from '../storedFile.ts';

export const readFile: ReadFile = async (uri, limit) => {
  try {
    const path = fileURLToPath(uri);
    const status = await stat(path);
    // A folder has no content, and a pipe has no end.
    if (!status.isFile()) return { kind: 'unreadable', reason: 'it is not a file' };
    const { size } = status;
    return size > limit ? { kind: 'too-large', size } : { kind: 'bytes', bytes: await read(path) };
  } catch (error) {
    const { code, message }: { code?: string; message: string } =
      error instanceof Error ? error : new Error(`${error}`);
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'missing' } : { kind: 'unreadable', reason: message };
  }
};
