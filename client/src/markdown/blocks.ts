/** What the server says of models in documents: asked once for each text, and kept. */

import type { BaseLanguageClient } from 'vscode-languageclient';
import { type Block, type BlockParams, blockMethod } from '../../../server/src/protocol/block.ts';

/** More than a long document has; the oldest are let go. */
const maxCached = 200;

interface CacheEntry {
  readonly model: BlockParams;
  /** Undefined while it is on its way, and where no server answers. */
  block?: Block;
  /** Done when it is there, or will not be. */
  settled?: Promise<void>;
  /** Whether it was looked for in vain. */
  wasMissed: boolean;
}

export class BlockCache {
  readonly #client: BaseLanguageClient;
  readonly #onLateBlock: () => void;
  readonly #entries = new Map<string, CacheEntry>();

  /** @param onLateBlock called when there is something to show that was looked for before it was there. */
  constructor(client: BaseLanguageClient, onLateBlock: () => void) {
    this.#client = client;
    this.#onLateBlock = onLateBlock;
  }

  /** What there is of a model now. @param uri of the document. */
  get(uri: string, text: string): Block | undefined {
    const entry = this.#entryOf(uri, text);
    entry.wasMissed ||= entry.block === undefined;
    return entry.block;
  }

  /** Done when there is something of the model, or will be nothing. */
  async prefetch(uri: string, text: string): Promise<void> {
    await this.#entryOf(uri, text).settled;
  }

  /** What was said of some models is true no more. @returns whether anything had been said of one. */
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
