/** Access to the files of the server's machine. */

import type { Dirent } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';
import type { FileAccess, ListFolder, ReadFile, WriteFile } from '../../files/storedFile.ts';
import { refuseOutsideLink } from './refuseOutsideLink.ts';
import { writeAtomically } from './writeAtomically.ts';

const read: ReadFile = async (uri, limit) => {
  try {
    const path = fileURLToPath(uri);
    const status = await stat(path);
    // A folder has no content, and a pipe has no end.
    if (!status.isFile()) return { kind: 'unreadable', reason: l10n.t('it is not a file') };
    const { size } = status;
    return size > limit ? { kind: 'too-large', size } : { kind: 'bytes', bytes: await readFile(path) };
  } catch (error) {
    const { code, message }: { code?: string; message: string } =
      error instanceof Error ? error : new Error(`${error}`);
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'missing' } : { kind: 'unreadable', reason: message };
  }
};

const list: ListFolder = async (uri) => {
  try {
    const entries = await readdir(fileURLToPath(uri), { withFileTypes: true });
    return await Promise.all(
      entries.map(async (entry) => ({ name: entry.name, isFolder: await leadsToFolder(entry) })),
    );
  } catch {
    return [];
  }
};

/** Follows links. */
async function leadsToFolder(entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return await stat(join(entry.parentPath, entry.name)).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

const write: WriteFile = async (uri, bytes) => {
  const path = fileURLToPath(uri);
  if (!bytes) return rm(path, { force: true });
  await refuseOutsideLink(path);
  await writeAtomically(path, bytes);
};

export const fileAccess: FileAccess = { read, list, write };
