/** Replaces a file at once, or leaves it as it was. */

import { l10n, type Uri, workspace } from 'vscode';
import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import { fileName } from './fileName.ts';

const noPermission = () =>
  l10n.t('you have no permission for that; change the permissions of the file and its folder and try again');

/** Advice to the user, by a code in the message of a file system, which VS Code passes on as text. */
const clauses: Readonly<Record<string, () => string>> = {
  ENOSPC: () => l10n.t('the disk is full; free some space and try again'),
  EDQUOT: () => l10n.t('your share of the disk is used up; free some space and try again'),
  EROFS: () => l10n.t('the disk is read-only; copy the folder to another disk'),
  EIO: () => l10n.t('the disk reports an error; copy the folder to another disk'),
  EBUSY: () => l10n.t('another program uses it; close it there and try again'),
  EACCES: noPermission,
  EPERM: noPermission,
  NoPermissions: noPermission,
  ENOENT: () => l10n.t('it or its folder is gone; restore it and try again'),
  FileNotFound: () => l10n.t('it or its folder is gone; restore it and try again'),
};

/** @throws Error with a sentence for the user, without a period. */
export async function replaceFile(file: Uri, content: Uint8Array): Promise<void> {
  const temporaryFile = file.with({ path: `${file.path}.${crypto.randomUUID()}.tmp` });
  try {
    await workspace.fs.writeFile(temporaryFile, content);
    await workspace.fs.rename(temporaryFile, file, { overwrite: true });
  } catch (error) {
    await workspace.fs.delete(temporaryFile).then(undefined, () => undefined);
    throw new Error(l10n.t("{0} can't be written: {1}", fileName(file), clauseOf(error)));
  }
}

function clauseOf(error: unknown): string {
  const message = errorMessage(error);
  const code = Object.keys(clauses).find((candidate) => new RegExp(`\\b${candidate}\\b`).test(message));
  return code === undefined ? message : clauses[code]!();
}
