/** Models in Markdown: each block of code that is one is shown in the preview with its numbers and its graph. */

import type { MarkdownIt } from 'markdown-it';
import { commands, Disposable, l10n, type TextDocument, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { Blocks } from './blocks.ts';
import { blockHtml } from './html.ts';

/** What VS Code's own preview asks of an extension. */
export interface MarkdownPlugin {
  extendMarkdownIt(markdown: MarkdownIt): MarkdownIt;
}

type Token = ReturnType<MarkdownIt['parse']>[number];

/** In milliseconds: what comes together is shown together, as VS Code loads the whole preview anew for it. */
const together = 50;

export class MarkdownModels implements MarkdownPlugin, Disposable {
  readonly #blocks: Blocks;
  /** What parses as the preview does, once there was one. */
  #markdown: MarkdownIt | undefined;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  readonly #listening: Disposable;

  constructor(client: BaseLanguageClient) {
    this.#blocks = new Blocks(client, () => this.#showLater());
    this.#listening = Disposable.from(
      workspace.onDidChangeTextDocument(({ document }) => this.#askAhead(document)),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('backprop')) this.#blocks.forget();
      }),
    );
  }

  extendMarkdownIt(markdown: MarkdownIt): MarkdownIt {
    this.#markdown = markdown;
    const fence = markdown.renderer.rules.fence!;
    markdown.renderer.rules.fence = (tokens, place, options, env, renderer) => {
      const token = tokens[place];
      const block = isModel(token) ? this.#blocks.of(uriOf(env?.currentDocument), token.content) : undefined;
      if (block === undefined) return fence(tokens, place, options, env, renderer);
      const translations = tokens.findIndex(isModel) === place ? l10n.bundle : undefined;
      return blockHtml(block, renderer.renderAttrs(token), translations);
    };
    return markdown;
  }

  /** The preview waits a while after each key: what it is going to show is there by then, and nothing is loaded anew. */
  #askAhead(document: TextDocument): void {
    if (!this.#markdown || document.languageId !== 'markdown') return;
    const text = document.getText();
    if (!/(?:```|~~~)\s*bp\b/i.test(text)) return;
    for (const token of this.#markdown.parse(text, {}))
      if (isModel(token)) this.#blocks.askAhead(document.uri.toString(), token.content);
  }

  #showLater(): void {
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      void commands.executeCommand('markdown.preview.refresh');
    }, together);
  }

  dispose(): void {
    clearTimeout(this.#refresh);
    this.#listening.dispose();
  }
}

/** A fence says first of what language it is. */
function isModel({ type, info }: Token): boolean {
  return (
    type === 'fence' &&
    info
      .trim()
      .split(/[\s,:{]/, 1)[0]
      .toLowerCase() === 'bp'
  );
}

/** A text that is in no document, as a message, has none. */
function uriOf(document: unknown): string {
  return document instanceof Uri ? document.toString() : 'untitled:markdown';
}
