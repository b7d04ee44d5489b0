/** Writes files so that whoever reads one, even after a loss of power, finds the old content or the new one, never a part. */

import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';

/**
 * Writes beside the file, into one whose name ends in `.tmp`, and renames it when all is on the disk. A link keeps leading
 * to the file, and the file's mode stays. Rejects as Node's file system does, with the old file as it was.
 */
export async function writeAtomically(file: string, content: string | Uint8Array): Promise<void> {
  const target = await unlessMissing(realpath(file), file);
  const mode = await unlessMissing(
    stat(target).then((old) => old.mode),
    undefined,
  );
  const beside = `${target}.${randomUUID()}.tmp`;
  try {
    const handle = await open(beside, 'wx');
    try {
      // What `open` is told of the mode is cut by the umask.
      if (mode !== undefined) await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
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
