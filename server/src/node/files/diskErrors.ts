/** Errors of the disk, by their code, as clauses that say what to do. */

import * as l10n from '@vscode/l10n';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';

const noPermission = () =>
  l10n.t('you have no permission for that; change the permissions of the file and its folder and try again');

const tooManyFiles = () => l10n.t('too many files are open; close some programs and try again');

/** Errors of reads that mean something else than for writes, or that only reads have. */
const readClauses: Readonly<Record<string, () => string>> = {
  ENOENT: () => l10n.t('there is no such file'),
  EISDIR: () => l10n.t('it is a folder; name a file in it'),
  ENOTDIR: () => l10n.t('a folder of its path is a file'),
  ELOOP: () => l10n.t('its links lead in a circle'),
  ENAMETOOLONG: () => l10n.t('its name is too long'),
  EIO: () => l10n.t('the disk reports an error'),
};

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

/** The clause for an error that Node's file system reports for a write; the message of any other error. */
export function diskErrorClause(error: unknown): string {
  return clauseIn(clauses, error) ?? errorMessage(error);
}

/** The clause for an error that Node's file system reports for a read; the message of any other error. */
export function readErrorClause(error: unknown): string {
  return clauseIn(readClauses, error) ?? diskErrorClause(error);
}

function clauseIn(table: typeof clauses, error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(table, code) ? table[code]() : undefined;
}
