/** Writes files so that whoever reads one, even after a loss of power, finds the old content or the new one, never a part. */

import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';

type Content = string | Uint8Array;

/** Writes one file. Rejects as Node's file system does, with the old file as it was. */
export function writeAtomically(file: string, content: Content): Promise<void> {
  return writeTogether(new Map([[file, content]]));
}

/**
 * Writes beside each file, into one whose name ends in `.tmp`, and renames them when all is on the disk. A link keeps
 * leading to its file, and a file's mode stays. Rejects as Node's file system does, with the old files as they were, or
 * where the first could be renamed and a later one can't, with those before it new.
 */
export async function writeTogether(contents: ReadonlyMap<string, Content>): Promise<void> {
  const written: { readonly beside: string; readonly target: string }[] = [];
  try {
    for (const [file, content] of contents) {
      const target = await unlessMissing(realpath(file), file);
      const beside = `${target}.${randomUUID()}.tmp`;
      written.push({ beside, target });
      await writeBeside(beside, target, content);
    }
    for (const { beside, target } of written) await rename(beside, target);
  } catch (error) {
    for (const { beside } of written) await rm(beside, { force: true });
    throw error;
  }
}

async function writeBeside(beside: string, target: string, content: Content): Promise<void> {
  const mode = await unlessMissing(
    stat(target).then((old) => old.mode),
    undefined,
  );
  const handle = await open(beside, 'wx');
  try {
    // What `open` is told of the mode is cut by the umask.
    if (mode !== undefined) await handle.chmod(mode);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function unlessMissing<Value, Otherwise>(
  asked: Promise<Value>,
  otherwise: Otherwise,
): Promise<Value | Otherwise> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
}
