/** Where a file is after files or folders of the workspace were renamed or moved. */

import { type FileRenameEvent, Uri } from 'vscode';

export function afterRename(file: Uri, { files }: FileRenameEvent): Uri {
  const address = file.toString();
  for (const { oldUri, newUri } of files) {
    const before = oldUri.toString();
    if (address === before) return newUri;
    if (address.startsWith(`${before}/`)) return Uri.parse(newUri.toString() + address.slice(before.length));
  }
  return file;
}
