/** Keeps the newest result of each open file, as the server pushes them, and tells who paints when one changes. */

import { type Disposable, EventEmitter, type TextDocument, workspace } from 'vscode';
import type { Result } from '../../server/src/protocol/result.ts';

export class Results implements Disposable {
  readonly #newest = new Map<string, Result>();
  readonly #change = new EventEmitter<void>();
  readonly #closing = workspace.onDidCloseTextDocument((document) => this.#forget(document));

  readonly onDidChange = this.#change.event;

  of({ uri }: Pick<TextDocument, 'uri'>): Result | undefined {
    return this.#newest.get(uri.toString());
  }

  /** A result that was overtaken by a newer one is dropped. */
  receive(result: Result): void {
    const newest = this.#newest.get(result.uri);
    if (newest && newest.version > result.version) return;
    this.#newest.set(result.uri, result);
    this.#change.fire();
  }

  /** Without a server no number follows the text any more. */
  clear(): void {
    this.#newest.clear();
    this.#change.fire();
  }

  #forget(document: TextDocument): void {
    if (this.#newest.delete(document.uri.toString())) this.#change.fire();
  }

  dispose(): void {
    this.#closing.dispose();
    this.#change.dispose();
  }
}
