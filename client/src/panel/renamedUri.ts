/** The URI of a file after files or folders of the workspace were renamed or moved. */

import { type FileRenameEvent, Uri } from 'vscode';

export function renamedUri(file: Uri, { files }: FileRenameEvent): Uri {
  const uri = file.toString();
  for (const { oldUri, newUri } of files) {
    const oldUriText = oldUri.toString();
    if (uri === oldUriText) return newUri;
    if (uri.startsWith(`${oldUriText}/`)) return Uri.parse(newUri.toString() + uri.slice(oldUriText.length));
  }
  return file;
}
