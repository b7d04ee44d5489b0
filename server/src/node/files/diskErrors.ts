/** Errors of the disk, by their code, as clauses that say what to do. */

import * as l10n from '@vscode/l10n';
import { errorMessage } from '../../../../protocol/errorMessage.ts';

const noPermission = () =>
  l10n.t('you have no permission for that; change the permissions of the file and its folder and try again');

const tooManyFiles = () => l10n.t('too many files are open; close some programs and try again');

const clauses: Readonly<Record<string, () => string>> = {
  ENOSPC: () => l10n.t('the disk is full; free some space and try again'),
  EDQUOT: () => l10n.t('your share of the disk is used up; free some space and try again'),
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: () => l10n.t('the disk is read-only; copy the folder to another disk'),
  EIO: () => l10n.t('the disk reports an error; copy the folder to another disk'),
  EBUSY: () => l10n.t('another program uses it; close it there and try again'),
  EMFILE: tooManyFiles,
  ENFILE: tooManyFiles,
  ENOENT: () => l10n.t('it or its folder is gone; restore it and try again'),
};

/** The clause for an error of Node's file system; the message of any other error. */
export function diskErrorClause(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(clauses, code) ? clauses[code]() : errorMessage(error);
}
