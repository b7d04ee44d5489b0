/**
 * Serves files to the language server through VS Code's file system, which works remotely and in virtual workspaces.
 * Only files in the workspace or beside open models are served.
 */

import { Disposable, FileSystemError, FileType, l10n, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { fromBase64, toBase64 } from '../../../protocol/base64.ts';
import { errorMessage } from '../../../protocol/errorMessage.ts';
import {
  type ListFolderParams,
  type ListFolderResult,
  listFolderMethod,
  type ReadFileParams,
  type ReadFileResult,
  readFileMethod,
  type WriteFileParams,
  writeFileMethod,
} from '../../../protocol/files.ts';
import { WatchedFiles } from './watchedFiles.ts';

/** @param onChange called when a file that the server has read changes. */
export function serveFiles(client: BaseLanguageClient, onChange: () => void): Disposable {
  const watchedFiles = new WatchedFiles(client, onChange);
  return Disposable.from(
    watchedFiles,
    client.onRequest<ReadFileResult, void>(readFileMethod, (params: ReadFileParams) => readFile(params, watchedFiles)),
    client.onRequest<ListFolderResult, void>(listFolderMethod, (params: ListFolderParams) => listFolder(params)),
    client.onRequest<void, void>(writeFileMethod, (params: WriteFileParams) => writeFile(params)),
  );
}

/** Reads a permitted file and watches it from then on. */
export async function readFile(
  { uri, limit }: ReadFileParams,
  watchedFiles: Pick<WatchedFiles, 'add'>,
): Promise<ReadFileResult> {
  const file = Uri.parse(uri, true);
  if (!isAccessible(file)) return { kind: 'unreadable', reason: l10n.t('it is outside the workspace') };
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

/** Lists a folder from which files may be read. */
export async function listFolder({ uri }: ListFolderParams): Promise<ListFolderResult> {
  const folder = Uri.parse(uri, true);
  if (!isAccessible(folder)) return [];
  const entries = await workspace.fs.readDirectory(folder).then(undefined, () => []);
  return entries.map(([name, type]) => ({ name, isFolder: (type & FileType.Directory) !== 0 }));
}

function isMissing(error: unknown): boolean {
  return error instanceof FileSystemError && ['FileNotFound', 'FileNotADirectory'].includes(error.code);
}

/** A file that does not exist need not be removed. */
function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

/** Replaces a model's trained values atomically, or removes them. Rejects for any other file, and if writing fails. */
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

/** True for files in a workspace folder, or in the folder of an open model. */
function isAccessible(file: Uri): boolean {
  // A `..` segment could lead outside, so it is rejected unresolved.
  if (file.path.split(/[\\/]/).includes('..')) return false;
  if (workspace.getWorkspaceFolder(file)) return true;
  return workspace.textDocuments.some(({ languageId, uri }) => {
    const folder = uri.path.slice(0, uri.path.lastIndexOf('/') + 1);
    const isInFolder = uri.scheme === file.scheme && uri.authority === file.authority && file.path.startsWith(folder);
    return languageId === 'bp' && folder !== '' && isInFolder;
  });
}
