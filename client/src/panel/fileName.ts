/** What a file is called, without the folders around it. */

import type { Uri } from 'vscode';

export function fileName({ path }: Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
