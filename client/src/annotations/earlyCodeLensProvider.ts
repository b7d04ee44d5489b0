/**
 * A code lens provider registered before the server runs. VS Code delays its first request, and the server starts
 * meanwhile.
 */

import {
  type CancellationToken,
  type CodeLens,
  type CodeLensProvider,
  type Disposable,
  EventEmitter,
  languages,
  type TextDocument,
} from 'vscode';

export type LensRequestHandler = (document: TextDocument, token: CancellationToken) => Promise<CodeLens[]>;

export class EarlyCodeLensProvider implements CodeLensProvider, Disposable {
  readonly #changeEmitter = new EventEmitter<void>();
  #resolveHandler: ((handler: LensRequestHandler) => void) | undefined;
  #handler = new Promise<LensRequestHandler>((resolve) => {
    this.#resolveHandler = resolve;
  });
  readonly onDidChangeCodeLenses = this.#changeEmitter.event;
  readonly #registration = languages.registerCodeLensProvider({ language: 'bp' }, this);

  async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<CodeLens[]> {
    const handler = await this.#handler;
    return handler(document, token);
  }

  /** Answers all requests from now on, including those that have been waiting. */
  setHandler(handler: LensRequestHandler): void {
    if (this.#resolveHandler) {
      this.#resolveHandler(handler);
      this.#resolveHandler = undefined;
      return;
    }
    this.#handler = Promise.resolve(handler);
    this.refresh();
  }

  /** Asks VS Code to request lenses again; each call restarts VS Code's delay. */
  refresh(): void {
    this.#changeEmitter.fire();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changeEmitter.dispose();
  }
}
