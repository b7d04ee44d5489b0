/** Models in Markdown: each `bp` code block appears in the preview with its numbers and its graph. */

import type { MarkdownIt } from 'markdown-it';
import { commands, Disposable, l10n, type TextDocument, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { EmbeddedModelParams } from '../../../protocol/markdown/embeddedModel.ts';
import { EmbeddedModelCache } from './embeddedModelCache.ts';
import { isModelFence, modelsIn } from './fences.ts';
import { embeddedModelHtml } from './html.ts';

/** The extension API of VS Code's Markdown preview. */
export interface MarkdownPlugin {
  extendMarkdownIt(markdown: MarkdownIt): MarkdownIt;
}

type Token = ReturnType<MarkdownIt['parse']>[number];

/** In milliseconds. If the server takes longer, the preview renders without numbers, and they follow. */
const maxWait = 1_000;
/** In milliseconds. Results within this time share one refresh, since VS Code reloads the whole preview. */
const refreshDebounce = 50;
/**
 * In milliseconds. Refreshing a preview that is still loading can leave it hidden for good: VS Code takes the end of
 * the first load for that of the second.
 */
const minRefreshInterval = 1_000;
/** In milliseconds: longer than the preview's own delay after an edit. */
const refreshTimeout = 500;
const maxAttempts = 5;

export class MarkdownModels implements MarkdownPlugin, Disposable {
  readonly #models: EmbeddedModelCache;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #renderedAt = Number.NEGATIVE_INFINITY;
  readonly #listeners: Disposable;

  constructor(client: BaseLanguageClient) {
    this.#models = new EmbeddedModelCache(client, () => this.#refreshPreview(maxAttempts));
    this.#listeners = Disposable.from(
      workspace.onDidOpenTextDocument((document) => void this.#prefetch(document)),
      // The preview waits after each edit, so the numbers are there when it renders.
      workspace.onDidChangeTextDocument(({ document }) => void this.#prefetch(document)),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('backprop')) void this.#invalidate(() => true);
      }),
    );
  }

  /** The preview renders once the extension is active, so its models are requested first. */
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
      const model = this.#models.get(documentUri(env?.currentDocument), token.content);
      if (model === undefined) return fence(tokens, index, options, env, renderer);
      const translations = tokens.findIndex(isModelToken) === index ? l10n.bundle : undefined;
      return embeddedModelHtml(model, renderer.renderAttrs(token), translations);
    };
    return markdown;
  }

  /** Files that some of the models may import have changed. */
  onFilesChanged(): void {
    void this.#invalidate(({ text }) => text.includes('"'));
  }

  async #prefetch(document: TextDocument): Promise<void> {
    if (document.languageId !== 'markdown') return;
    const uri = document.uri.toString();
    await Promise.all(modelsIn(document.getText()).map((text) => this.#models.prefetch(uri, text)));
  }

  /** Shows the models whose results were invalidated again. */
  async #invalidate(isAffected: (params: EmbeddedModelParams) => boolean): Promise<void> {
    if (!this.#models.invalidate(isAffected)) return;
    await this.prefetchOpenDocuments();
    this.#refreshPreview(maxAttempts);
  }

  /** A preview that is waiting to follow its text ignores refreshes, so it is refreshed again if nothing rendered. */
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

/** A text that belongs to no document, such as a chat message, has none. */
function documentUri(document: unknown): string {
  return document instanceof Uri ? document.toString() : 'untitled:markdown';
}
