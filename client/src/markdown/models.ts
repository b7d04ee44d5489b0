/** Models in Markdown: each block of code that is one is shown in the preview with its numbers and its graph. */

import type { MarkdownIt } from 'markdown-it';
import { commands, Disposable, l10n, type TextDocument, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { BlockParams } from '../../../server/src/protocol/block.ts';
import { BlockCache } from './blocks.ts';
import { isModelFence, modelsIn } from './fences.ts';
import { blockHtml } from './html.ts';

/** What VS Code's own preview asks of an extension. */
export interface MarkdownPlugin {
  extendMarkdownIt(markdown: MarkdownIt): MarkdownIt;
}

type Token = ReturnType<MarkdownIt['parse']>[number];

/** In milliseconds: a server that needs longer has a preview rendered without its numbers, which follow. */
const maxWait = 1_000;
/** In milliseconds: what comes together is shown together, as VS Code loads the whole preview anew for it. */
const refreshDebounce = 50;
/**
 * In milliseconds. A preview that is loaded anew while it is still loading may stay as it is for good: VS Code then takes the end of the first
 * loading for that of the second, whose page it leaves hidden.
 */
const minRefreshInterval = 1_000;
/** In milliseconds: longer than a preview waits to follow its text. */
const refreshTimeout = 500;
/** There may be no preview any more. */
const maxAttempts = 5;

export class MarkdownModels implements MarkdownPlugin, Disposable {
  readonly #blocks: BlockCache;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  /** When a model was last rendered. */
  #renderedAt = Number.NEGATIVE_INFINITY;
  readonly #listeners: Disposable;

  constructor(client: BaseLanguageClient) {
    this.#blocks = new BlockCache(client, () => this.#refreshPreview(maxAttempts));
    this.#listeners = Disposable.from(
      workspace.onDidOpenTextDocument((document) => void this.#prefetch(document)),
      // The preview waits a while after each key: what it is going to show is there by then, and nothing is loaded anew.
      workspace.onDidChangeTextDocument(({ document }) => void this.#prefetch(document)),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('backprop')) void this.#invalidate(() => true);
      }),
    );
  }

  /** A preview renders when the extension is ready: what it is going to show is asked for before. */
  async prefetchOpenDocuments(): Promise<void> {
    const requests = workspace.textDocuments.map((document) => this.#prefetch(document));
    await Promise.race([Promise.all(requests), new Promise((resolve) => setTimeout(resolve, maxWait))]);
  }

  extendMarkdownIt(markdown: MarkdownIt): MarkdownIt {
    const fence = markdown.renderer.rules.fence!;
    markdown.renderer.rules.fence = (tokens, index, options, env, renderer) => {
      const token = tokens[index];
      if (!isModelToken(token)) return fence(tokens, index, options, env, renderer);
      this.#renderedAt = performance.now();
      const block = this.#blocks.get(documentUri(env?.currentDocument), token.content);
      if (block === undefined) return fence(tokens, index, options, env, renderer);
      const translations = tokens.findIndex(isModelToken) === index ? l10n.bundle : undefined;
      return blockHtml(block, renderer.renderAttrs(token), translations);
    };
    return markdown;
  }

  /** Files have changed that some of the models may name. */
  onFilesChanged(): void {
    void this.#invalidate(({ text }) => text.includes('"'));
  }

  async #prefetch(document: TextDocument): Promise<void> {
    if (document.languageId !== 'markdown') return;
    const uri = document.uri.toString();
    await Promise.all(modelsIn(document.getText()).map((text) => this.#blocks.prefetch(uri, text)));
  }

  /** What was said of some models is true no more: they are shown again once there is something newer. */
  async #invalidate(isAffected: (model: BlockParams) => boolean): Promise<void> {
    if (!this.#blocks.invalidate(isAffected)) return;
    await this.prefetchOpenDocuments();
    this.#refreshPreview(maxAttempts);
  }

  /** A preview that waits to follow its text takes no other order meanwhile: it is told again, if nothing has been rendered. */
  #refreshPreview(attempts: number): void {
    clearTimeout(this.#refreshTimer);
    const delay = Math.max(refreshDebounce, this.#renderedAt + minRefreshInterval - performance.now());
    this.#refreshTimer = setTimeout(() => {
      const lastRenderedAt = this.#renderedAt;
      void commands.executeCommand('markdown.preview.refresh');
      this.#refreshTimer = setTimeout(() => {
        if (this.#renderedAt === lastRenderedAt && attempts > 1) this.#refreshPreview(attempts - 1);
      }, refreshTimeout);
    }, delay);
  }

  dispose(): void {
    clearTimeout(this.#refreshTimer);
    this.#listeners.dispose();
  }
}

function isModelToken({ type, info }: Token): boolean {
  return type === 'fence' && isModelFence(info);
}

/** A text that is in no document, as a message, has none. */
function documentUri(document: unknown): string {
  return document instanceof Uri ? document.toString() : 'untitled:markdown';
}
