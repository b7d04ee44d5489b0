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

export type LensAnswer = (document: TextDocument, token: CancellationToken) => Promise<CodeLens[]>;

export class Lenses implements CodeLensProvider, Disposable {
  readonly #change = new EventEmitter<void>();
  #answerFirst: ((answer: LensAnswer) => void) | undefined;
  #answer = new Promise<LensAnswer>((resolve) => {
    this.#answerFirst = resolve;
  });
  readonly onDidChangeCodeLenses = this.#change.event;
  readonly #offer = languages.registerCodeLensProvider({ language: 'bp' }, this);

  async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<CodeLens[]> {
    const answer = await this.#answer;
    return answer(document, token);
  }

  /** What is asked is answered like this from now on. What was asked before there was any answer has waited for it. */
  answerWith(answer: LensAnswer): void {
    if (this.#answerFirst) {
      this.#answerFirst(answer);
      this.#answerFirst = undefined;
      return;
    }
    this.#answer = Promise.resolve(answer);
    this.refresh();
  }

  /** Has VS Code ask anew, which it puts off each time that it is told to. */
  refresh(): void {
    this.#change.fire();
  }

  dispose(): void {
    this.#offer.dispose();
    this.#change.dispose();
  }
}
