/**
 * Lends the server the files beside models, by way of VS Code's own file system: that reaches them on a remote machine and
 * in a virtual workspace too. The server asks for none outside of the workspace; here is the boundary that sees to it.
 */

import { Disposable, FileSystemError, FileType, l10n, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { fromBase64, toBase64 } from '../../server/src/protocol/base64.ts';
import {
  type ListFolderParams,
  type ListFolderResult,
  listFolderMethod,
  type ReadFileParams,
  type ReadFileResult,
  readFileMethod,
  type WriteFileParams,
  writeFileMethod,
} from '../../server/src/protocol/files.ts';
import { errorMessage } from './errorMessage.ts';
import { WatchedFiles } from './watchedFiles.ts';

/** @param onChange called when one of them has changed, and the server knows. */
export function serveFiles(client: BaseLanguageClient, onChange: () => void): Disposable {
  const watchedFiles = new WatchedFiles(client, onChange);
  return Disposable.from(
    watchedFiles,
    client.onRequest<ReadFileResult, void>(readFileMethod, (params: ReadFileParams) => readFile(params, watchedFiles)),
    client.onRequest<ListFolderResult, void>(listFolderMethod, (params: ListFolderParams) => listFolder(params)),
    client.onRequest<void, void>(writeFileMethod, (params: WriteFileParams) => writeFile(params)),
  );
}

/** The content of a file that may be read, which is watched from now on. */
export async function readFile(
  { uri, limit }: ReadFileParams,
  watchedFiles: Pick<WatchedFiles, 'add'>,
): Promise<ReadFileResult> {
  const file = Uri.parse(uri, true);
  if (!isAccessible(file)) return { kind: 'unreadable', reason: l10n.t('it is outside of the workspace') };
  watchedFiles.add(file);
  try {
    const { type, size } = await workspace.fs.stat(file);
    if ((type & FileType.File) === 0) return { kind: 'unreadable', reason: l10n.t('it is not a file') };
    if (size > limit) return { kind: 'too-large', size };
    return { kind: 'bytes', base64: toBase64(await workspace.fs.readFile(file)) };
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    return { kind: 'unreadable', reason: errorMessage(error) };
  }
}

/** What is in a folder from which files may be read. */
export async function listFolder({ uri }: ListFolderParams): Promise<ListFolderResult> {
  const folder = Uri.parse(uri, true);
  if (!isAccessible(folder)) return [];
  const entries = await workspace.fs.readDirectory(folder).then(undefined, () => []);
  return entries.map(([name, type]) => ({ name, isFolder: (type & FileType.Directory) !== 0 }));
}

function isMissing(error: unknown): boolean {
  return error instanceof FileSystemError && ['FileNotFound', 'FileNotADirectory'].includes(error.code);
}

/** What is not there need not be removed. */
function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

/** Replaces the trained values of a model, whole or not at all, or removes them. Rejects for any other file, and where it can't be written. */
export async function writeFile({ uri, base64 }: WriteFileParams): Promise<void> {
  const file = Uri.parse(uri, true);
  if (!isAccessible(file) || !file.path.endsWith('.bp.safetensors')) {
    throw new Error(`${uri} is not where a model of the workspace keeps its trained values`);
  }
  if (base64 === null) {
    await workspace.fs.delete(file).then(undefined, ignoreMissing);
    return;
  }
  const content = fromBase64(base64);
  const temporaryFile = file.with({ path: `${file.path}.${crypto.randomUUID()}.tmp` });
  try {
    await workspace.fs.writeFile(temporaryFile, content);
    await workspace.fs.rename(temporaryFile, file, { overwrite: true });
  } catch (error) {
    await workspace.fs.delete(temporaryFile).then(undefined, () => undefined);
    throw error;
  }
}

/** Whether a file is in a folder of the workspace, or in that of a model which is open. */
function isAccessible(file: Uri): boolean {
  // Dots are compared as they are written.
  if (file.path.split(/[\\/]/).includes('..')) return false;
  if (workspace.getWorkspaceFolder(file)) return true;
  return workspace.textDocuments.some(({ languageId, uri }) => {
    const folder = uri.path.slice(0, uri.path.lastIndexOf('/') + 1);
    const isInFolder = uri.scheme === file.scheme && uri.authority === file.authority && file.path.startsWith(folder);
    return languageId === 'bp' && folder !== '' && isInFolder;
  });
}
