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
/** In milliseconds: longer than a preview waits to follow its text. */
const patience = 500;
/** There may be no preview any more. */
const mostAttempts = 5;

export class MarkdownModels implements MarkdownPlugin, Disposable {
  readonly #blocks: Blocks;
  /** What parses as the preview does, once there was one. */
  #markdown: MarkdownIt | undefined;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  /** How often a model was rendered. */
  #renderings = 0;
  readonly #listening: Disposable;

  constructor(client: BaseLanguageClient) {
    this.#blocks = new Blocks(client, () => this.#showIn(together, mostAttempts));
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
      if (!isModel(token)) return fence(tokens, place, options, env, renderer);
      this.#renderings++;
      const block = this.#blocks.of(uriOf(env?.currentDocument), token.content);
      if (block === undefined) return fence(tokens, place, options, env, renderer);
      const translations = tokens.findIndex(isModel) === place ? l10n.bundle : undefined;
      return blockHtml(block, renderer.renderAttrs(token), translations);
    };
    return markdown;
  }

  /** Files have changed that some of the models may name. */
  readFilesAgain(): void {
    this.#blocks.forget(({ text }) => text.includes('"'));
  }

  /** The preview waits a while after each key: what it is going to show is there by then, and nothing is loaded anew. */
  #askAhead(document: TextDocument): void {
    if (!this.#markdown || document.languageId !== 'markdown') return;
    const text = document.getText();
    if (!/(?:```|~~~)\s*bp\b/i.test(text)) return;
    for (const token of this.#markdown.parse(text, {}))
      if (isModel(token)) this.#blocks.askAhead(document.uri.toString(), token.content);
  }

  /** A preview that waits to follow its text takes no other order meanwhile: it is told again, if nothing has been rendered. */
  #showIn(milliseconds: number, attempts: number): void {
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => {
      const before = this.#renderings;
      void commands.executeCommand('markdown.preview.refresh');
      this.#refresh = setTimeout(() => {
        if (this.#renderings === before && attempts > 1) this.#showIn(0, attempts - 1);
      }, patience);
    }, milliseconds);
  }

  dispose(): void {
    clearTimeout(this.#refresh);
    this.#listening.dispose();
  }
}

/** A fence says first of what language it is. */
function isModel({ type, info }: Token): boolean {
  return type === 'fence' && /^\s*bp(?:[\s,:{]|$)/i.test(info);
}

/** A text that is in no document, as a message, has none. */
function uriOf(document: unknown): string {
  return document instanceof Uri ? document.toString() : 'untitled:markdown';
}
