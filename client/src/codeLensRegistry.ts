/** The lenses, offered before there is a server: VS Code lets time pass before it asks for some, and meanwhile that starts. */

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

export class CodeLensRegistry implements CodeLensProvider, Disposable {
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

  /** What is asked is answered like this from now on. What was asked before there was any answer has waited for it. */
  setHandler(handler: LensRequestHandler): void {
    if (this.#resolveHandler) {
      this.#resolveHandler(handler);
      this.#resolveHandler = undefined;
      return;
    }
    this.#handler = Promise.resolve(handler);
    this.refresh();
  }

  /** Has VS Code ask anew, which it puts off each time that it is told to. */
  refresh(): void {
    this.#changeEmitter.fire();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changeEmitter.dispose();
  }
}
