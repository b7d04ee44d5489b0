/**
 * Serves files to the language server through VS Code's file system, which works remotely and in virtual workspaces.
 * Only files in the workspace or beside open models are served. Links are not followed, because VS Code does not tell
 * where they lead; a server that shares the disk reads it itself and knows.
 */

import { Disposable, FileSystemError, FileType, l10n, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ListFolderParams,
  type ListFolderResult,
  listFolderMethod,
  type ReadFileParams,
  type ReadFileResult,
  readFileMethod,
  type WatchFileParams,
  type WriteFileParams,
  watchFileMethod,
  writeFileMethod,
} from '../../../protocol/editor/files.ts';
import { fromBase64, toBase64 } from '../../../protocol/shared/base64.ts';
import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import { learnedParamsSuffix } from '../../../protocol/shared/filePolicy.ts';
import { replaceFile } from './replaceFile.ts';
import { WatchedFiles } from './watchedFiles.ts';

/** @param onChange called when a file that the server has read changes. */
export function serveFiles(client: BaseLanguageClient, onChange: () => void): Disposable {
  const watchedFiles = new WatchedFiles(client, onChange);
  return Disposable.from(
    watchedFiles,
    client.onRequest<ReadFileResult, void>(readFileMethod, (params: ReadFileParams) => readFile(params, watchedFiles)),
    client.onNotification(watchFileMethod, ({ uri }: WatchFileParams) => watchedFiles.add(Uri.parse(uri, true))),
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
  const folder = accessibleFolder(file);
  if (folder === undefined) return { kind: 'unreadable', reason: l10n.t('it is outside the workspace') };
  watchedFiles.add(file);
  try {
    if (await isBehindLink(file, folder)) return { kind: 'unreadable', reason: linkReason() };
    const { type, size } = await workspace.fs.stat(file);
    if ((type & FileType.File) === 0) return { kind: 'unreadable', reason: l10n.t('it is not a file') };
    if (size > limit) return { kind: 'too-large', size };
    const content = await workspace.fs.readFile(file);
    // The file can have grown, and some file systems do not know sizes.
    if (content.length > limit) return { kind: 'too-large', size: content.length };
    // The file can have been replaced by a link.
    if (await isBehindLink(file, folder)) return { kind: 'unreadable', reason: linkReason() };
    return { kind: 'bytes', base64: toBase64(content) };
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    return { kind: 'unreadable', reason: errorMessage(error) };
  }
}

/** Lists a folder from which files may be read, without links. */
export async function listFolder({ uri }: ListFolderParams): Promise<ListFolderResult> {
  const file = Uri.parse(uri, true);
  const folder = accessibleFolder(file);
  if (folder === undefined) return [];
  try {
    if (await isBehindLink(file, folder)) return [];
    const entries = await workspace.fs.readDirectory(file);
    return entries
      .filter(([, type]) => (type & FileType.SymbolicLink) === 0)
      .map(([name, type]) => ({ name, isFolder: (type & FileType.Directory) !== 0 }));
  } catch {
    return [];
  }
}

/** Replaces a model's learned params atomically, or removes them. Rejects for any other file, and if writing fails. */
export async function writeFile({ uri, base64 }: WriteFileParams): Promise<void> {
  const file = Uri.parse(uri, true);
  const folder = accessibleFolder(file);
  if (folder === undefined || !file.path.endsWith(`.bp${learnedParamsSuffix}`)) {
    throw new Error(`${uri} is not where a model of the workspace keeps its learned params`);
  }
  if (await isBehindLink(file, folder)) throw new Error(linkReason());
  if (base64 === null) {
    await workspace.fs.delete(file).then(undefined, ignoreMissing);
    return;
  }
  await replaceFile(file, fromBase64(base64));
}

function isMissing(error: unknown): boolean {
  return error instanceof FileSystemError && ['FileNotFound', 'FileNotADirectory'].includes(error.code);
}

/** A file that does not exist need not be removed. */
function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function linkReason(): string {
  return l10n.t('it is a link or in a linked folder, which is not followed here; copy the file instead');
}

/** True if the file, or a folder on its path below `folder`, is a link. */
async function isBehindLink(file: Uri, folder: string): Promise<boolean> {
  const names = file.path.slice(folder.length).split('/').filter(Boolean);
  const paths = names.map((_, index) => folder + names.slice(0, index + 1).join('/'));
  const types = await Promise.all(
    paths.map((path) =>
      workspace.fs.stat(file.with({ path })).then(
        ({ type }) => type,
        () => FileType.Unknown,
      ),
    ),
  );
  return types.some((type) => (type & FileType.SymbolicLink) !== 0);
}

/** The path of the workspace folder that a file is in, or of the folder of an open model, with a slash at its end. */
function accessibleFolder(file: Uri): string | undefined {
  // A `..` segment could lead outside, so it is rejected unresolved.
  if (file.path.split(/[\\/]/).includes('..')) return undefined;
  const workspaceFolder = workspace.getWorkspaceFolder(file);
  if (workspaceFolder) return `${workspaceFolder.uri.path.replace(/\/$/, '')}/`;
  const models = workspace.textDocuments.filter(({ languageId }) => languageId === 'bp');
  const folders = models.map(({ uri }) => uri.with({ path: uri.path.slice(0, uri.path.lastIndexOf('/') + 1) }));
  const folder = folders.find(
    ({ scheme, authority, path }) =>
      path !== '' && scheme === file.scheme && authority === file.authority && file.path.startsWith(path),
  );
  return folder?.path;
}
