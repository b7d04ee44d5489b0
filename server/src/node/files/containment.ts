/** Containment of files in folders by their real paths: those that remain after all links are followed. */

import { realpath } from 'node:fs/promises';
import nodePath, { type PlatformPath } from 'node:path';
import * as l10n from '@vscode/l10n';

/** A link leads out of the folders that may be used. */
export class OutsideError extends Error {}

/** True for a file in the folder or below it, and for the folder itself. @param file a real path, like the folder. */
export function isInside(file: string, folder: string, path: PlatformPath = nodePath): boolean {
  const fromFolder = path.relative(folder, file);
  // Between two drives of Windows there is no relative path, and the result is absolute.
  return fromFolder !== '..' && !fromFolder.startsWith(`..${path.sep}`) && !path.isAbsolute(fromFolder);
}

const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:[.:].*)?$/i;

/** True if Windows opens a device instead of the file. */
export function isReservedName(path: string): boolean {
  return path.split(/[\\/]/).some((segment) => deviceName.test(segment));
}

/** The real paths of folders, without those that do not exist. */
export async function realFolders(folders: readonly string[]): Promise<readonly string[]> {
  const paths = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  return paths.filter((path) => path !== undefined);
}

/** The real path of a file or folder. @throws OutsideError if it is in none of the folders. */
export async function realPathInside(path: string, folders: readonly string[]): Promise<string> {
  const [realPath, allowed] = await Promise.all([realpath(path), realFolders(folders)]);
  requireInside(realPath, allowed);
  return realPath;
}

/** @throws OutsideError with a clause for the user. */
export function requireInside(realPath: string, folders: readonly string[]): void {
  if (process.platform === 'win32' && isReservedName(realPath)) throw new OutsideError(l10n.t('it is not a file'));
  if (folders.some((folder) => isInside(realPath, folder))) return;
  throw new OutsideError(
    l10n.t('it is a link to a file in another folder; copy that file here, or open a folder that contains both'),
  );
}
