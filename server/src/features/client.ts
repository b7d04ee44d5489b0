/** The client, as it introduces itself in the request `initialize`. */

import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../../../protocol/initialization.ts';

export class Client {
  readonly #problemPages: string | undefined;
  #capabilities: ClientCapabilities = {};
  #options: InitializationOptions = {};

  /** @param problemPages the address of the pages on problems if the client names none. */
  constructor(problemPages: string | undefined) {
    this.#problemPages = problemPages;
  }

  initialize({ capabilities, initializationOptions }: InitializeParams): void {
    this.#capabilities = capabilities;
    this.#options = initializationOptions ?? {};
  }

  get capabilities(): ClientCapabilities {
    return this.#capabilities;
  }

  /** Support beyond the capabilities of the protocol. */
  get options(): InitializationOptions {
    return this.#options;
  }

  /** Address of the pages on problems; undefined if the client does not show links to them. */
  get problemPages(): string | undefined {
    const isShown = this.#capabilities.textDocument?.publishDiagnostics?.codeDescriptionSupport;
    return isShown ? (this.#options.problemPages ?? this.#problemPages) : undefined;
  }
}
