/** The client, as it introduces itself in the request `initialize`. */

import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import type { ColorTheme, HoverPictures } from '../../../../protocol/editor/hoverPictures.ts';
import type { InitializationOptions } from '../../../../protocol/editor/initialization.ts';

/** Editors that decline edits of other versions without declaring it, by the name in `clientInfo`. */
const undeclaredVersions: ReadonlySet<string> = new Set(['Neovim']);

export class Client {
  readonly #problemPages: string | undefined;
  #capabilities: ClientCapabilities = {};
  #options: InitializationOptions = {};
  #name: string | undefined;
  #pictureTheme: ColorTheme | undefined;

  /** @param problemPages the address of the pages on problems if the client names none. */
  constructor(problemPages: string | undefined) {
    this.#problemPages = problemPages;
  }

  initialize({ capabilities, clientInfo, initializationOptions }: InitializeParams): void {
    this.#capabilities = capabilities;
    this.#name = clientInfo?.name;
    this.#options = initializationOptions ?? {};
    this.setHoverPictures(this.#options.hoverPictures ?? { theme: null });
  }

  setHoverPictures({ theme }: HoverPictures): void {
    this.#pictureTheme = theme ?? undefined;
  }

  /** The color theme of the client if it shows pictures in hovers. */
  get pictureTheme(): ColorTheme | undefined {
    return this.#pictureTheme;
  }

  get capabilities(): ClientCapabilities {
    return this.#capabilities;
  }

  /** Support beyond the capabilities of the protocol. */
  get options(): InitializationOptions {
    return this.#options;
  }

  /** True if an edit names the version that it was made for, and the client declines it for any other. */
  get supportsVersionedEdits(): boolean {
    const isDeclared = this.#capabilities.workspace?.workspaceEdit?.documentChanges ?? false;
    return isDeclared || (this.#name !== undefined && undeclaredVersions.has(this.#name));
  }

  /** Address of the pages on problems; undefined if the client does not show links to them. */
  get problemPages(): string | undefined {
    const isShown = this.#capabilities.textDocument?.publishDiagnostics?.codeDescriptionSupport;
    return isShown ? (this.#options.problemPages ?? this.#problemPages) : undefined;
  }
}
