/** Models in Markdown: each block of code that is one is shown in the preview with its numbers and its graph. */

import type { MarkdownIt } from 'markdown-it';
import { commands, Disposable, l10n, type TextDocument, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { BlockParams } from '../../../server/src/protocol/block.ts';
import { Blocks } from './blocks.ts';
import { isModel, modelsIn } from './fences.ts';
import { blockHtml } from './html.ts';

/** What VS Code's own preview asks of an extension. */
export interface MarkdownPlugin {
  extendMarkdownIt(markdown: MarkdownIt): MarkdownIt;
}

type Token = ReturnType<MarkdownIt['parse']>[number];

/** In milliseconds: a server that needs longer has a preview rendered without its numbers, which follow. */
const longestWait = 1_000;
/** In milliseconds: what comes together is shown together, as VS Code loads the whole preview anew for it. */
const together = 50;
/**
 * In milliseconds. A preview that is loaded anew while it is still loading may stay as it is for good: VS Code then takes the end of the first
 * loading for that of the second, whose page it leaves hidden.
 */
const loading = 1_000;
/** In milliseconds: longer than a preview waits to follow its text. */
const patience = 500;
/** There may be no preview any more. */
const mostAttempts = 5;

export class MarkdownModels implements MarkdownPlugin, Disposable {
  readonly #blocks: Blocks;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  /** When a model was last rendered. */
  #renderedAt = Number.NEGATIVE_INFINITY;
  readonly #listening: Disposable;

  constructor(client: BaseLanguageClient) {
    this.#blocks = new Blocks(client, () => this.#show(mostAttempts));
    this.#listening = Disposable.from(
      workspace.onDidOpenTextDocument((document) => void this.#askAhead(document)),
      // The preview waits a while after each key: what it is going to show is there by then, and nothing is loaded anew.
      workspace.onDidChangeTextDocument(({ document }) => void this.#askAhead(document)),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('backprop')) void this.#askAgain(() => true);
      }),
    );
  }

  /** A preview renders when the extension is ready: what it is going to show is asked for before. */
  async prepare(): Promise<void> {
    const answers = workspace.textDocuments.map((document) => this.#askAhead(document));
    await Promise.race([Promise.all(answers), new Promise((resolve) => setTimeout(resolve, longestWait))]);
  }

  extendMarkdownIt(markdown: MarkdownIt): MarkdownIt {
    const fence = markdown.renderer.rules.fence!;
    markdown.renderer.rules.fence = (tokens, place, options, env, renderer) => {
      const token = tokens[place];
      if (!isModelToken(token)) return fence(tokens, place, options, env, renderer);
      this.#renderedAt = performance.now();
      const block = this.#blocks.of(uriOf(env?.currentDocument), token.content);
      if (block === undefined) return fence(tokens, place, options, env, renderer);
      const translations = tokens.findIndex(isModelToken) === place ? l10n.bundle : undefined;
      return blockHtml(block, renderer.renderAttrs(token), translations);
    };
    return markdown;
  }

  /** Files have changed that some of the models may name. */
  readFilesAgain(): void {
    void this.#askAgain(({ text }) => text.includes('"'));
  }

  async #askAhead(document: TextDocument): Promise<void> {
    if (document.languageId !== 'markdown') return;
    const uri = document.uri.toString();
    await Promise.all(modelsIn(document.getText()).map((text) => this.#blocks.askAhead(uri, text)));
  }

  /** What was said of some models is true no more: they are shown again once there is something newer. */
  async #askAgain(isConcerned: (model: BlockParams) => boolean): Promise<void> {
    if (!this.#blocks.forget(isConcerned)) return;
    await this.prepare();
    this.#show(mostAttempts);
  }

  /** A preview that waits to follow its text takes no other order meanwhile: it is told again, if nothing has been rendered. */
  #show(attempts: number): void {
    clearTimeout(this.#refresh);
    const wait = Math.max(together, this.#renderedAt + loading - performance.now());
    this.#refresh = setTimeout(() => {
      const before = this.#renderedAt;
      void commands.executeCommand('markdown.preview.refresh');
      this.#refresh = setTimeout(() => {
        if (this.#renderedAt === before && attempts > 1) this.#show(attempts - 1);
      }, patience);
    }, wait);
  }

  dispose(): void {
    clearTimeout(this.#refresh);
    this.#listening.dispose();
  }
}

function isModelToken({ type, info }: Token): boolean {
  return type === 'fence' && isModel(info);
}

/** A text that is in no document, as a message, has none. */
function uriOf(document: unknown): string {
  return document instanceof Uri ? document.toString() : 'untitled:markdown';
}
