/** Files of the machine that the server runs on. */

import { readFile as read, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ReadFile } from '../fileStore.ts';

export const readFile: ReadFile = async (uri, limit) => {
  try {
    const path = fileURLToPath(uri);
    const { size } = await stat(path);
    return size > limit ? { kind: 'too-large', size } : { kind: 'bytes', bytes: await read(path) };
  } catch (error) {
    const { code, message }: { code?: string; message: string } =
      error instanceof Error ? error : new Error(`${error}`);
    return code === 'ENOENT' ? { kind: 'missing' } : { kind: 'unreadable', reason: message };
  }
};
