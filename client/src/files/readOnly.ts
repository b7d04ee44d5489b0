/** Tells the server which files can't be edited: VS Code applies the edits of extensions also to those. */

import { type Disposable, languages, RelativePattern, type TextDocument, type Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type IsReadOnlyParams, isReadOnlyMethod } from '../../../protocol/editor/files.ts';

/** True if somebody may write the file at a path. */
export type HasWriteBit = (path: string) => Promise<boolean>;

export function answerReadOnly(client: BaseLanguageClient, hasWriteBit: HasWriteBit): Disposable {
  return client.onRequest<boolean, void>(isReadOnlyMethod, async ({ uri }: IsReadOnlyParams) => {
    const document = workspace.textDocuments.find((open) => open.uri.toString() === uri);
    return document !== undefined && isReadOnly(document, hasWriteBit);
  });
}

/** A file made read-only for the session by a command is not known to extensions. */
export async function isReadOnly(document: TextDocument, hasWriteBit: HasWriteBit): Promise<boolean> {
  const { uri } = document;
  if (document.isUntitled) return false;
  if (workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  if (isListed(document, 'readonlyInclude') && !isListed(document, 'readonlyExclude')) return true;
  if (await isMarkedReadOnly(uri)) return true;
  return uri.scheme === 'file' && !(await hasWriteBit(uri.fsPath));
}

/** @param setting a setting of VS Code with glob patterns of paths, absolute or in a folder of the workspace. */
function isListed(document: TextDocument, setting: 'readonlyInclude' | 'readonlyExclude'): boolean {
  const patterns = workspace.getConfiguration('files', document.uri).get<Record<string, unknown>>(setting, {});
  const folder = workspace.getWorkspaceFolder(document.uri);
  return Object.entries(patterns)
    .filter(([, isOn]) => isOn === true)
    .flatMap(([pattern]) => (folder ? [pattern, new RelativePattern(folder, pattern)] : [pattern]))
    .some((pattern) => languages.match({ pattern }, document) > 0);
}

async function isMarkedReadOnly(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    ({ permissions = 0 }) => Boolean(permissions),
    () => false,
  );
}
