/** What the server says of models in documents: asked once for each text, and kept. */

import type { BaseLanguageClient } from 'vscode-languageclient';
import { type Block, type BlockParams, blockMethod } from '../../../server/src/protocol/block.ts';

/** More than a long document has; the oldest are let go. */
const mostKept = 200;

interface Asked {
  readonly model: BlockParams;
  /** Undefined while it is on its way, and where no server answers. */
  block?: Block;
  /** Done when it is there, or will not be. */
  ended?: Promise<void>;
  /** Whether it was looked for in vain. */
  isMissed: boolean;
}

export class Blocks {
  readonly #client: BaseLanguageClient;
  readonly #onArrival: () => void;
  readonly #asked = new Map<string, Asked>();

  /** @param onArrival called when there is something to show that was looked for before it was there. */
  constructor(client: BaseLanguageClient, onArrival: () => void) {
    this.#client = client;
    this.#onArrival = onArrival;
  }

  /** What there is of a model now. @param uri of the document. */
  of(uri: string, text: string): Block | undefined {
    const asked = this.#askedOf(uri, text);
    asked.isMissed ||= asked.block === undefined;
    return asked.block;
  }

  /** Done when there is something of the model, or will be nothing. */
  async askAhead(uri: string, text: string): Promise<void> {
    await this.#askedOf(uri, text).ended;
  }

  /** What was said of some models is true no more. @returns whether anything had been said of one. */
  forget(isConcerned: (model: BlockParams) => boolean): boolean {
    const concerned = [...this.#asked].filter(([, { model }]) => isConcerned(model));
    for (const [key] of concerned) this.#asked.delete(key);
    return concerned.length > 0;
  }

  #askedOf(uri: string, text: string): Asked {
    const key = `${uri}\n${text}`;
    const known = this.#asked.get(key);
    if (known) return known;
    const asked: Asked = { model: { uri, text }, isMissed: false };
    this.#asked.set(key, asked);
    if (this.#asked.size > mostKept) this.#asked.delete(this.#asked.keys().next().value!);
    asked.ended = this.#ask(asked).catch(() => {
      if (this.#asked.get(key) === asked) this.#asked.delete(key);
    });
    return asked;
  }

  async #ask(asked: Asked): Promise<void> {
    asked.block = await this.#client.sendRequest<Block>(blockMethod, asked.model);
    if (asked.isMissed) this.#onArrival();
  }
}
