/** Atomic file writes: readers find the old content or the new, never a part, even after a power loss. */

import { randomUUID } from 'node:crypto';
import { readFileSync, realpathSync, renameSync } from 'node:fs';
import { open, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { isInside, realFolders } from './containment.ts';

type Content = string | Uint8Array;

/** A file no longer has the content that the new one was made from. */
export class ConflictError extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} has changed`);
    this.file = file;
  }
}

/** Writes one file. On failure the old file is unchanged. @param folders as below. */
export function writeAtomically(file: string, content: Content, folders?: readonly string[]): Promise<void> {
  return writeAllAtomically(new Map([[file, content]]), new Map(), folders);
}

/**
 * Writes each file's content to a `.tmp` file beside it, then renames all of them once they are on the disk. Links that
 * lead into one of the folders stay links, others are refused. File modes are kept. On failure the old files are unchanged, unless a later rename failed after an earlier
 * one succeeded. Temporary files that a killed process left beside the files are removed.
 *
 * @param expected contents that files must still have just before they are replaced.
 * @param folders that may be written; by default each file's own.
 * @throws ConflictError if one of them has changed; then nothing is written. An error with a clause for the user if a
 * link leads out of the folders; an error of Node's file system.
 */
export async function writeAllAtomically(
  contents: ReadonlyMap<string, Content>,
  expected: ReadonlyMap<string, Content> = new Map(),
  folders?: readonly string[],
): Promise<void> {
  const writes: { readonly temporaryPath: string; readonly target: string }[] = [];
  try {
    for (const [file, content] of contents) {
      const target = await writableTarget(file, folders ?? [dirname(file)]);
      await removeAbandoned(target);
      const temporaryPath = `${target}.${process.pid}-${randomUUID()}.tmp`;
      writes.push({ temporaryPath, target });
      await writeTemporary(temporaryPath, target, content);
    }
    // Synchronous, so that nothing of this process comes between the check and the renames.
    for (const [file, content] of expected) {
      if (!Buffer.from(content).equals(readFileSync(file))) throw new ConflictError(file);
    }
    for (const { target } of writes) {
      if (realpathSync(dirname(target)) !== dirname(target))
        throw new Error(l10n.t('the folder of {0} was replaced while it was being written', basename(target)));
    }
    for (const { temporaryPath, target } of writes) renameSync(temporaryPath, target);
  } catch (error) {
    for (const { temporaryPath } of writes) await rm(temporaryPath, { force: true });
    throw error;
  }
}

/**
 * The real path of a file that is to be written, existing or not.
 * @throws Error with a clause for the user if it is in none of the folders.
 */
export async function writableTarget(file: string, folders: readonly string[]): Promise<string> {
  const target = await valueUnlessMissing(realpath(file), undefined);
  const path = target ?? join(await realpath(dirname(file)), basename(file));
  const allowed = await realFolders(folders);
  if (allowed.some((folder) => isInside(path, folder))) return path;
  throw new Error(
    l10n.t('{0} is a link to a file outside its folder, which is not overwritten; remove the link', basename(file)),
  );
}

/** Removes the temporary files of a target whose process no longer runs. */
async function removeAbandoned(target: string): Promise<void> {
  const folder = dirname(target);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(`${basename(target)}.`)) continue;
    const pid = /^\.(\d+)-[\da-f-]{36}\.tmp$/.exec(name.slice(basename(target).length))?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signaled.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function writeTemporary(temporaryPath: string, target: string, content: Content): Promise<void> {
  const mode = await valueUnlessMissing(
    stat(target).then((status) => status.mode),
    undefined,
  );
  const handle = await open(temporaryPath, 'wx');
  try {
    // The mode passed to `open` is reduced by the umask.
    if (mode !== undefined) await handle.chmod(mode);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function valueUnlessMissing<Value, Fallback>(
  operation: Promise<Value>,
  fallback: Fallback,
): Promise<Value | Fallback> {
  try {
    return await operation;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return fallback;
    throw error;
  }
}
