/** Atomic file writes: readers find the old content or the new, never a part, even after a power loss. */

import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';

type Content = string | Uint8Array;

/** Writes one file. On failure the old file is unchanged, and the error is that of Node's file system. */
export function writeAtomically(file: string, content: Content): Promise<void> {
  return writeAllAtomically(new Map([[file, content]]));
}

/**
 * Writes each file's content to a `.tmp` file beside it, then renames all of them once they are on the disk. Links stay
 * links, and file modes are kept. On failure the old files are unchanged, unless a later rename failed after an earlier
 * one succeeded.
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
