/** The name of a file without its folder. */

import type { Uri } from 'vscode';

export function fileName({ path }: Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
