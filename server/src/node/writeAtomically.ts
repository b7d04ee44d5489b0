/** Writes files so that whoever reads one, even after a loss of power, finds the old content or the new one, never a part. */

import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';

type Content = string | Uint8Array;

/** Writes one file. Rejects as Node's file system does, with the old file as it was. */
export function writeAtomically(file: string, content: Content): Promise<void> {
  return writeAllAtomically(new Map([[file, content]]));
}

/**
 * Writes beside each file, into one whose name ends in `.tmp`, and renames them when all is on the disk. A link keeps
 * leading to its file, and a file's mode stays. Rejects as Node's file system does, with the old files as they were, or
 * where the first could be renamed and a later one can't, with those before it new.
 */
export async function writeAllAtomically(contents: ReadonlyMap<string, Content>): Promise<void> {
  const writes: { readonly temporaryPath: string; readonly target: string }[] = [];
  try {
    for (const [file, content] of contents) {
      const target = await valueUnlessMissing(realpath(file), file);
      const temporaryPath = `${target}.${randomUUID()}.tmp`;
      writes.push({ temporaryPath, target });
      await writeTemporary(temporaryPath, target, content);
    }
    for (const { temporaryPath, target } of writes) await rename(temporaryPath, target);
  } catch (error) {
    for (const { temporaryPath } of writes) await rm(temporaryPath, { force: true });
    throw error;
  }
}

async function writeTemporary(temporaryPath: string, target: string, content: Content): Promise<void> {
  const mode = await valueUnlessMissing(
    stat(target).then((status) => status.mode),
    undefined,
  );
  const handle = await open(temporaryPath, 'wx');
  try {
    // What `open` is told of the mode is cut by the umask.
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
