/** Access to the files of the server's machine. */

import { readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';
import type { FolderEntry } from '../../../../protocol/editor/files.ts';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import { fileLimits } from '../../../../protocol/shared/filePolicy.ts';
import type { FileAccess, FileContent, ListFolder, ReadFile, WriteFile } from '../../files/fileAccess.ts';
import { readBounded } from './boundedRead.ts';
import { isInside, realFolders, realPathInside } from './containment.ts';
import { diskErrorClause } from './diskErrors.ts';
import { DeadlineError, ReadQueue } from './readQueue.ts';
import { writeAtomically } from './writeAtomically.ts';

const queue = new ReadQueue(fileLimits.concurrentReads, fileLimits.readTime);

const read: ReadFile = async (uri, { limit, folders }) => {
  try {
    const [path, allowed] = [fileURLToPath(uri), folderPaths(folders)];
    return await queue.run((signal) => readBounded(path, limit, allowed, signal));
  } catch (error) {
    return failureOf(error);
  }
};

function failureOf(error: unknown): FileContent {
  if (error instanceof DeadlineError) {
    return { kind: 'unreadable', reason: l10n.t`the disk does not answer within ${fileLimits.readTime / 1_000} s` };
  }
  const isMissing = error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code));
  return isMissing ? { kind: 'missing' } : { kind: 'unreadable', reason: errorMessage(error) };
}

const list: ListFolder = async (uri, folders) => {
  try {
    const allowed = await realFolders(folderPaths(folders));
    const folder = await realPathInside(fileURLToPath(uri), allowed);
    const entries = await readdir(folder, { withFileTypes: true });
    const listed = entries.map(async (entry): Promise<readonly FolderEntry[]> => {
      if (!entry.isSymbolicLink()) return [{ name: entry.name, isFolder: entry.isDirectory() }];
      return await linkEntries(folder, entry.name, allowed);
    });
    return (await Promise.all(listed)).flat();
  } catch {
    return [];
  }
};

/** The entry of a link; none if it leads nowhere or outside. @param allowed real paths of folders. */
async function linkEntries(folder: string, name: string, allowed: readonly string[]): Promise<readonly FolderEntry[]> {
  try {
    const target = await realpath(join(folder, name));
    if (!allowed.some((path) => isInside(target, path))) return [];
    return [{ name, isFolder: (await stat(target)).isDirectory() }];
  } catch {
    return [];
  }
}

const write: WriteFile = async (uri, bytes, folders) => {
  const path = fileURLToPath(uri);
  const allowed = folderPaths(folders);
  if (bytes) {
    await writeAtomically(path, bytes, allowed);
  } else {
    await realPathInside(dirname(path), allowed);
    await rm(path, { force: true }).catch((error: unknown) => {
      throw new Error(l10n.t("{0} can't be deleted: {1}", basename(path), diskErrorClause(error)));
    });
  }
};

/** The paths of folders on this machine. */
function folderPaths(uris: readonly string[]): readonly string[] {
  return uris.flatMap((uri) => {
    try {
      return fileURLToPath(uri);
    } catch {
      return [];
    }
  });
}

export const diskAccess: FileAccess = { read, list, write };
