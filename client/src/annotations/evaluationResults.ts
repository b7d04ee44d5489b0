/** The latest result of each open file, as pushed by the server, and its listeners. */

import { type Disposable, EventEmitter, type TextDocument, workspace } from 'vscode';
import type { EvaluationResult } from '../../../protocol/evaluationResult.ts';

export class EvaluationResults implements Disposable {
  readonly #results = new Map<string, EvaluationResult>();
  readonly #changeEmitter = new EventEmitter<void>();
  readonly #closeListener = workspace.onDidCloseTextDocument((document) => this.#forget(document));

  readonly onDidChange = this.#changeEmitter.event;

  get({ uri }: Pick<TextDocument, 'uri'>): EvaluationResult | undefined {
    return this.#results.get(uri.toString());
  }

  /** Drops results that a newer one has overtaken. */
  receive(result: EvaluationResult): void {
    const current = this.#results.get(result.uri);
    if (current && current.version > result.version) return;
    this.#results.set(result.uri, result);
    this.#changeEmitter.fire();
  }

  /** Without a server, the numbers no longer follow the text. */
  clear(): void {
    this.#results.clear();
    this.#changeEmitter.fire();
  }

  #forget(document: TextDocument): void {
    if (this.#results.delete(document.uri.toString())) this.#changeEmitter.fire();
  }

  dispose(): void {
    this.#closeListener.dispose();
    this.#changeEmitter.dispose();
  }
}
