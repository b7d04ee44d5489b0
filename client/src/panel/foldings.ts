/** What is folded in each file that the panel has shown. */

import { type FileRenameEvent, Uri } from 'vscode';
import type { Folding } from '../../../server/src/protocol/graph.ts';
import { afterRename } from './renames.ts';

/** A file that is shown for the first time leaves it to the server what is folded. */
const leftToServer: Folding = { isFolded: null, except: [] };

export class Foldings {
  #byFile = new Map<string, Folding>();

  of(file: Uri): Folding {
    return this.#byFile.get(file.toString()) ?? leftToServer;
  }

  keep(file: Uri, folding: Folding): void {
    this.#byFile.set(file.toString(), folding);
  }

  rename(event: FileRenameEvent): void {
    const renamed = [...this.#byFile].map(
      ([file, folding]) => [afterRename(Uri.parse(file), event).toString(), folding] as const,
    );
    this.#byFile = new Map(renamed);
  }
}
