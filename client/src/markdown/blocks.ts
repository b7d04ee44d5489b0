/** Cache of the server's results for models in documents, keyed by text. */

import type { BaseLanguageClient } from 'vscode-languageclient';
import { type Block, type BlockParams, blockMethod } from '../../../protocol/block.ts';

/** More than a long document contains; the oldest are evicted. */
const maxCached = 200;

interface CacheEntry {
  readonly model: BlockParams;
  /** Undefined while pending, and if no server answers. */
  block?: Block;
  /** Resolves when the result is there or will never be. */
  settled?: Promise<void>;
  /** True if a lookup found nothing yet. */
  wasMissed: boolean;
}

export class BlockCache {
  readonly #client: BaseLanguageClient;
  readonly #onLateBlock: () => void;
  readonly #entries = new Map<string, CacheEntry>();

  /** @param onLateBlock called when a result arrives after a lookup that found nothing. */
  constructor(client: BaseLanguageClient, onLateBlock: () => void) {
    this.#client = client;
    this.#onLateBlock = onLateBlock;
  }

  /** The current result of a model. @param uri of the document. */
  get(uri: string, text: string): Block | undefined {
    const entry = this.#entryOf(uri, text);
    entry.wasMissed ||= entry.block === undefined;
    return entry.block;
  }

  /** Resolves when the model has a result, or will have none. */
  async prefetch(uri: string, text: string): Promise<void> {
    await this.#entryOf(uri, text).settled;
  }

  /** Invalidates results. @returns whether there were any. */
  invalidate(isAffected: (model: BlockParams) => boolean): boolean {
    const affected = [...this.#entries].filter(([, { model }]) => isAffected(model));
    for (const [key] of affected) this.#entries.delete(key);
    return affected.length > 0;
  }

  #entryOf(uri: string, text: string): CacheEntry {
    const key = `${uri}\n${text}`;
    const existing = this.#entries.get(key);
    if (existing) return existing;
    const entry: CacheEntry = { model: { uri, text }, wasMissed: false };
    this.#entries.set(key, entry);
    if (this.#entries.size > maxCached) this.#entries.delete(this.#entries.keys().next().value!);
    entry.settled = this.#fetch(entry).catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return entry;
  }

  async #fetch(entry: CacheEntry): Promise<void> {
    entry.block = await this.#client.sendRequest<Block>(blockMethod, entry.model);
    if (entry.wasMissed) this.#onLateBlock();
  }
}
