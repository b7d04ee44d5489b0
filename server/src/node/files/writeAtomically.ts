/** Atomic file writes: readers find the old content or the new, never a part, even after a power loss. */

import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, linkSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { open, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { isInside, realFolders } from './containment.ts';
import { diskErrorClause } from './diskErrors.ts';

type Content = string | Uint8Array;

/** A file no longer has the content that the new one was made from. */
export class ConflictError extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} has changed`);
    this.file = file;
  }
}

/** The disk refused to write a file. */
export class WriteError extends Error {
  readonly file: string;
  /** A clause for the user. */
  readonly reason: string;

  constructor(file: string, cause: unknown) {
    const reason = diskErrorClause(cause);
    super(l10n.t("{0} can't be written: {1}", basename(file), reason), { cause });
    this.file = file;
    this.reason = reason;
  }
}

interface Write {
  /** As the caller named it. */
  readonly file: string;
  readonly temporaryPath: string;
  /** The real path. */
  readonly target: string;
}

/**
 * Writes one file. On failure the old file is unchanged.
 * @param folders the folders that may be written to; by default the file's own.
 */
export function writeAtomically(file: string, content: Content, folders?: readonly string[]): Promise<void> {
  return writeAllAtomically(new Map([[file, content]]), new Map(), folders);
}

/**
 * Writes each file's content to a `.tmp` file beside it, then renames all of them once they are on the disk. Links that
 * lead into one of the folders stay links, others are refused. File modes are kept. On failure the old files are
 * unchanged. Temporary files that a killed process left beside the files are removed.
 *
 * @param expected contents that files must still have just before they are replaced.
 * @param folders the folders that may be written to; by default each file's own.
 * @throws ConflictError if one of them has changed. An error with a clause for the user if a link leads out of the
 * folders. WriteError if the disk fails.
 */
export async function writeAllAtomically(
  contents: ReadonlyMap<string, Content>,
  expected: ReadonlyMap<string, Content> = new Map(),
  folders?: readonly string[],
): Promise<void> {
  const writes: Write[] = [];
  try {
    for (const [file, content] of contents) {
      const target = await writableTarget(file, folders ?? [dirname(file)]).catch((error) => {
        throw 'code' in error ? new WriteError(file, error) : error;
      });
      await removeAbandoned(target);
      const write = { file, target, temporaryPath: temporaryPathOf(target) };
      writes.push(write);
      await writeTemporary(write, content);
    }
    // Synchronous, so that nothing of this process comes between the check and the renames.
    for (const [file, content] of expected) {
      if (!Buffer.from(content).equals(readFileSync(file))) throw new ConflictError(file);
    }
    for (const { target } of writes) {
      if (realpathSync(dirname(target)) !== dirname(target))
        throw new Error(l10n.t('the folder of {0} was replaced while it was being written', basename(target)));
    }
    renameAll(writes);
  } finally {
    // Renamed files are no longer there. One that can't be removed is left to the next write.
    for (const { temporaryPath } of writes) await rm(temporaryPath, { force: true }).catch(() => undefined);
  }
}

/** Renames all files, or none: those already renamed are restored if a later rename fails. */
function renameAll(writes: readonly Write[]): void {
  const undos: (() => void)[] = [];
  const backups: string[] = [];
  try {
    for (const { file, temporaryPath, target } of writes) {
      try {
        const backup = writes.length > 1 && existsSync(target) ? backUp(target) : undefined;
        if (backup !== undefined) backups.push(backup);
        renameSync(temporaryPath, target);
        undos.push(() => (backup === undefined ? rmSync(target) : renameSync(backup, target)));
      } catch (error) {
        throw new WriteError(file, error);
      }
    }
  } catch (error) {
    for (const undo of undos) undo();
    throw error;
  } finally {
    for (const backup of backups) rmSync(backup, { force: true });
  }
}

/** Keeps the content of a file under a temporary name. */
function backUp(target: string): string {
  const backup = temporaryPathOf(target);
  try {
    linkSync(target, backup);
  } catch {
    // FAT has no hard links.
    copyFileSync(target, backup);
  }
  return backup;
}

function temporaryPathOf(target: string): string {
  return `${target}.${process.pid}-${randomUUID()}.tmp`;
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
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(folder, name), { force: true }).catch(() => undefined);
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

/** @throws WriteError */
async function writeTemporary({ file, temporaryPath, target }: Write, content: Content): Promise<void> {
  const mode = await valueUnlessMissing(
    stat(target).then((status) => status.mode),
    undefined,
  );
  try {
    const handle = await open(temporaryPath, 'wx');
    try {
      // The mode passed to `open` is reduced by the umask.
      if (mode !== undefined) await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new WriteError(file, error);
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
