/** Cache of the server's results for models in documents, keyed by text. */

import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type EmbeddedModel,
  type EmbeddedModelParams,
  embeddedModelMethod,
} from '../../../protocol/markdown/embeddedModel.ts';

/** More than a long document contains; the oldest are evicted. */
const maxCached = 200;

interface CacheEntry {
  readonly params: EmbeddedModelParams;
  /** Undefined while pending, and if no server answers. */
  model?: EmbeddedModel;
  /** Resolves when the result arrives, or when there will be none. */
  settled?: Promise<void>;
  /** True if a lookup found nothing yet. */
  wasMissed: boolean;
}

export class EmbeddedModelCache {
  readonly #client: BaseLanguageClient;
  readonly #onLateModel: () => void;
  readonly #entries = new Map<string, CacheEntry>();

  /** @param onLateModel called when a result arrives after a lookup that found nothing. */
  constructor(client: BaseLanguageClient, onLateModel: () => void) {
    this.#client = client;
    this.#onLateModel = onLateModel;
  }

  /** The current result of a model. @param uri the URI of the document. */
  get(uri: string, text: string): EmbeddedModel | undefined {
    const entry = this.#entryOf(uri, text);
    entry.wasMissed ||= entry.model === undefined;
    return entry.model;
  }

  /** Resolves when the model has a result, or will have none. */
  async prefetch(uri: string, text: string): Promise<void> {
    await this.#entryOf(uri, text).settled;
  }

  /** Invalidates results. @returns whether there were any. */
  invalidate(isAffected: (params: EmbeddedModelParams) => boolean): boolean {
    const affected = [...this.#entries].filter(([, { params }]) => isAffected(params));
    for (const [key] of affected) this.#entries.delete(key);
    return affected.length > 0;
  }

  #entryOf(uri: string, text: string): CacheEntry {
    const key = `${uri}\n${text}`;
    const existing = this.#entries.get(key);
    if (existing) return existing;
    const entry: CacheEntry = { params: { uri, text }, wasMissed: false };
    this.#entries.set(key, entry);
    if (this.#entries.size > maxCached) this.#entries.delete(this.#entries.keys().next().value!);
    entry.settled = this.#fetch(entry).catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return entry;
  }

  async #fetch(entry: CacheEntry): Promise<void> {
    entry.model = await this.#client.sendRequest<EmbeddedModel>(embeddedModelMethod, entry.params);
    if (entry.wasMissed) this.#onLateModel();
  }
}
