/** The latest numbers of each open file, as pushed by the server, and their listeners. */

import { type Disposable, EventEmitter, type TextDocument, workspace } from 'vscode';
import type { ShownNumbers } from '../../../protocol/editor/shownNumbers.ts';

export class ShownNumbersStore implements Disposable {
  readonly #numbers = new Map<string, ShownNumbers>();
  readonly #changeEmitter = new EventEmitter<void>();
  readonly #closeListener = workspace.onDidCloseTextDocument((document) => this.#forget(document));

  readonly onDidChange = this.#changeEmitter.event;

  get({ uri }: Pick<TextDocument, 'uri'>): ShownNumbers | undefined {
    return this.#numbers.get(uri.toString());
  }

  /** Ignores numbers of an older version than the stored ones. */
  receive(numbers: ShownNumbers): void {
    const current = this.#numbers.get(numbers.uri);
    if (current && current.version > numbers.version) return;
    this.#numbers.set(numbers.uri, numbers);
    this.#changeEmitter.fire();
  }

  /** Without a server, the numbers no longer follow the text. */
  clear(): void {
    this.#numbers.clear();
    this.#changeEmitter.fire();
  }

  #forget(document: TextDocument): void {
    if (this.#numbers.delete(document.uri.toString())) this.#changeEmitter.fire();
  }

  dispose(): void {
    this.#closeListener.dispose();
    this.#changeEmitter.dispose();
  }
}
